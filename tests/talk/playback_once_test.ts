import assert from "node:assert/strict";
import { Network } from "../../talk/network.ts";
import { slashLanguage } from "../../talk/slash_language.ts";
import { allCapabilities, conversationOf, nowMs } from "../helpers/client_conversation.ts";

interface Scene {
  readonly network: Network;
  hears(...lines: readonly string[]): readonly string[];
  rows(): readonly string[];
}

/** Somebody new to #lobby, where nobody was before, at a server whose history tells what happened. */
function scene(): Scene {
  const options = { nick: "ann", channels: ["#lobby"], isFace: true, latest: 100 };
  const conversation = conversationOf(options);
  const network = new Network({ name: "net", conversation, commands: slashLanguage });
  conversation.start();
  const hears = (...lines: readonly string[]) =>
    lines.flatMap((line) => {
      const { send, events } = conversation.receive(line, nowMs);
      network.receive(events, nowMs);
      return send;
    });
  hears(
    `:s CAP * LS :${allCapabilities}`,
    `:s CAP * ACK :${allCapabilities}`,
    ":s 001 ann :Welcome",
    ":s 005 ann CHATHISTORY=100 MSGREFTYPES=msgid,timestamp :are supported",
    ":s 376 ann :End of MOTD",
  );
  const rows = () =>
    (network.buffers.find("#lobby")?.entries ?? []).map((entry) =>
      entry.kind === "moved" && "who" in entry.moved
        ? `${entry.moved.kind} ${entry.moved.who}`
        : entry.kind
    );
  return { network, hears, rows };
}

function at(second: number): string {
  return `2026-01-02T03:01:${String(second).padStart(2, "0")}.000Z`;
}

function page(...lines: readonly string[]): readonly string[] {
  const inside = lines.map((line) => line.replace("@", "@batch=h;"));
  return [":s BATCH +h chathistory #lobby", ...inside, ":s BATCH -h"];
}

const ourJoin = `@time=${at(5)};msgid=j5 :ann!chat@host JOIN #lobby`;
const carlsJoin = `@time=${at(3)};msgid=j3 :carl!c@h JOIN #lobby`;

Deno.test("our own joining is one row, though the history tells it once more", () => {
  const { hears, rows } = scene();
  const asked = hears(`@time=${at(5)} :ann!chat@host JOIN #lobby`);
  assert.ok(asked.includes("CHATHISTORY LATEST #lobby * 100"), String(asked));
  hears(...page(carlsJoin, ourJoin));
  assert.deepEqual(rows(), ["joined carl", "joined ann"]);
});

Deno.test("older parts of a talk are asked for by what happened there first, and told once", () => {
  const { network, hears, rows } = scene();
  hears(ourJoin, ...page(carlsJoin, ourJoin));
  const { send } = network.loadOlder("#lobby", nowMs);
  assert.deepEqual(send, ["CHATHISTORY BEFORE #lobby msgid=j3 100"]);
  hears(...page(`@time=${at(1)};msgid=j1 :dave!d@h JOIN #lobby`, carlsJoin, ourJoin));
  assert.deepEqual(rows(), ["joined dave", "joined carl", "joined ann"]);
});
