/** Runs the client as a program of its own: host, port, nick ("" for none), channels, and --json if wanted. */

import { runClient } from "../../client/main.ts";

const [host = "127.0.0.1", port = "", nick = "", join = "#lobby", json] = Deno.args;
Deno.exit(
  await runClient({
    host,
    port: Number(port),
    tls: false,
    tlsCa: undefined,
    nick: nick === "" ? undefined : nick,
    account: undefined,
    accountPasswordFile: undefined,
    join,
    json: json === "--json",
    history: 0,
  }),
);
