/** The client at a terminal, with a fault of ours: what is said, or a text for the editor, is one that it can't bear. */

import { runTerminal } from "../../client/terminal.ts";
import { planClient } from "../../client/client_plan.ts";

const [port = "", where = ""] = Deno.args;
const plan = await planClient({
  networkName: undefined,
  config: undefined,
  network: { host: "127.0.0.1", port: Number(port), nick: "ann", join: ["#lobby"] },
  logFolder: undefined,
}, undefined);
await runTerminal({
  networks: plan.networks,
  settings: new Map(),
  depth: "256",
  log: (_network, event) => {
    if (event.kind !== "said" || event.text !== "boom") return;
    if (where === "later") setTimeout(() => fail());
    else fail();
  },
  save: () => undefined,
  edit: (text) => Promise.resolve(text),
});

function fail(): never {
  throw new Error("A fault of ours");
}
