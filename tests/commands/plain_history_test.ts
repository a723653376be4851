import { createTable, type Table } from "../helpers/table.ts";

/** A table where ann has said "1" to "25" in the lobby. */
function talkative(): Table {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #lobby");
  for (let count = 1; count <= 25; count++) ann.sends(`PRIVMSG #lobby :${count}`);
  return table;
}

function past(from: number, to: number): readonly string[] {
  return [
    "[server] Said here before:",
    ...Array.from({ length: to - from + 1 }, (_, at) => `03:04 ann: ${from + at}`),
    "[server] That was before",
  ];
}

Deno.test("who comes in without IRC sees the last 20 messages, between two marks", () => {
  const bob = talkative().connect();
  bob.sends("bob", "hello");
  bob.sees([
    "[server] Welcome, bob. What you type goes to everyone here; /help tells more, exit leaves.",
    "[server] You are in #lobby",
    "[server] Here: ann, bob",
    ...past(6, 25),
  ]);
});

Deno.test("what is said while the past is read comes after it", () => {
  const table = talkative();
  const [bob, cid] = [table.connect(), table.user("cid")];
  cid.sends("JOIN #lobby");
  table.archive.holds = true;
  bob.sends("bob");
  cid.sends("PRIVMSG #lobby :now");
  table.keeps();
  const seen = bob.lines();
  bob.sees([]);
  const [end, last] = seen.slice(-2);
  if (end !== "[server] That was before" || last !== "cid: now") throw new Error(seen.join("\n"));
});

Deno.test("/history shows as much as one asks for, with deeds and notices", () => {
  const table = talkative();
  const bob = table.plain("bob");
  bob.sends("/me waves", "/history 3", "/history none", "/history 0");
  bob.sees([
    "[server] Said here before:",
    "03:04 ann: 24",
    "03:04 ann: 25",
    "03:04 * bob: waves",
    "[server] That was before",
    "[server] Say how many messages: /history 50",
    "[server] Say how many messages: /history 50",
  ]);
  bob.sends("/join #new");
  bob.looks();
  bob.sends("/history");
  bob.sees(["[server] Nothing was said here before that you may read"]);
});

Deno.test("/search finds by words, and only what one may read", () => {
  const table = talkative();
  const bob = table.plain("bob");
  const cid = table.user("cid");
  cid.sends("JOIN #other", "PRIVMSG #other :17 is elsewhere");
  bob.sends("/search 17", "/search nothing", "/search");
  bob.sees([
    "[server] Found:",
    "03:04 ann: 17",
    "[server] That was before",
    "[server] Nothing that you may read has these words",
    "[server] Say what for: /search WORDS",
  ]);
});
