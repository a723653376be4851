/** Runs the client as a program of its own: host, port, nick ("" for none), channels, and --json if wanted. */

import { runClient } from "../../client/main.ts";

const [host = "127.0.0.1", port = "", nick = "", join = "#lobby", json] = Deno.args;
Deno.exit(
  await runClient({
    networkName: undefined,
    config: undefined,
    network: {
      host,
      port: Number(port),
      nick: nick === "" ? undefined : nick,
      join: join.split(","),
    },
    logFolder: undefined,
    json: json === "--json",
    history: 0,
    since: undefined,
    tail: false,
    exec: undefined,
    execReply: false,
  }),
);
