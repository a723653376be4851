import assert from "node:assert/strict";
import { Batches } from "../../talk/batches.ts";
import { isMessage, parseMessage } from "../../wire/message.ts";

/** What becomes of each line: `live`, `held`, or the target and texts of a page. */
function sort(batches: Batches, ...lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    const message = parseMessage(line);
    if (!isMessage(message)) throw new Error(`No message: ${line}`);
    const sorted = batches.receive(message);
    if (sorted.kind !== "page") return sorted.kind;
    const { target, messages, isWhole } = sorted.page;
    const texts = messages.map(({ params }) => params.at(-1));
    return `${target}: ${texts.join(" ")}${isWhole ? "" : " and more"}`;
  });
}

Deno.test("Batches passes on what is in no batch", () => {
  assert.deepEqual(sort(new Batches(), ":a PRIVMSG #x :1", "@batch=none :a PRIVMSG #x :2"), [
    "live",
    "live",
  ]);
});

Deno.test("Batches collects a batch of history and passes on what comes between", () => {
  const lines = [
    ":s BATCH +h chathistory #x",
    "@batch=h :a PRIVMSG #x :1",
    ":a PRIVMSG #x :now",
    "@batch=h :a PRIVMSG #x :2",
    ":s BATCH -h",
    "@batch=h :a PRIVMSG #x :3",
  ];
  assert.deepEqual(sort(new Batches(), ...lines), [
    "held",
    "held",
    "live",
    "held",
    "#x: 1 2",
    "live",
  ]);
});

Deno.test("Batches tells two batches of history apart", () => {
  const lines = [
    ":s BATCH +1 chathistory #x",
    ":s BATCH +2 chathistory #y",
    "@batch=1 :a PRIVMSG #x :1",
    "@batch=2 :a PRIVMSG #y :2",
    ":s BATCH -1",
    ":s BATCH -2",
  ];
  assert.deepEqual(sort(new Batches(), ...lines).slice(-2), ["#x: 1", "#y: 2"]);
});

Deno.test("Batches collects history that is the answer to a label", () => {
  const lines = [
    "@label=7 :s BATCH +l labeled-response",
    "@batch=l :s BATCH +h chathistory #x",
    "@batch=h :a PRIVMSG #x :1",
    "@batch=l :s NOTE X Y :2",
    ":s BATCH -h",
    ":s BATCH -l",
  ];
  assert.deepEqual(sort(new Batches(), ...lines), [
    "held",
    "held",
    "held",
    "live",
    "#x: 1",
    "held",
  ]);
});

Deno.test("Batches takes what is in a batch inside of history for a part of it", () => {
  const lines = [
    ":s BATCH +h chathistory #x",
    "@batch=h :s BATCH +m draft/multiline #x",
    "@batch=m :a PRIVMSG #x :1",
    ":s BATCH -m",
    "@batch=h :a PRIVMSG #x :2",
    ":s BATCH -h",
  ];
  assert.deepEqual(sort(new Batches(), ...lines).at(-1), "#x: 1 2");
});

Deno.test("Batches passes on what is in batches of other kinds as it comes", () => {
  const lines = [
    ":s BATCH +n netsplit a b",
    "@batch=n :a QUIT :1",
    "@batch=n :s BATCH +m netsplit c d",
    "@batch=m :a QUIT :2",
    ":s BATCH -n",
  ];
  assert.deepEqual(sort(new Batches(), ...lines), ["held", "live", "held", "live", "held"]);
});

Deno.test("Batches loses nothing of a batch that ends before the one inside of it", () => {
  const lines = [
    ":s BATCH +h chathistory #x",
    "@batch=h :s BATCH +m draft/multiline #x",
    ":s BATCH -h",
    "@batch=m :a PRIVMSG #x :1",
  ];
  assert.deepEqual(sort(new Batches(), ...lines).slice(-2), ["#x: ", "live"]);
});

Deno.test("Batches keeps at most 4,096 messages and 4 MiB of a page, and says that there was more", () => {
  for (const [text, count] of [["x", 4096], ["x".repeat(8000), 523]] as const) {
    const batches = new Batches();
    sort(batches, ":s BATCH +h chathistory #x");
    for (let sent = 0; sent < 5000; sent++) sort(batches, `@batch=h :a PRIVMSG #x :${text}`);
    const end = sort(batches, ":s BATCH -h")[0] ?? "";
    assert.equal(end.split(" ").filter((word) => word === text).length, count);
    assert.ok(end.endsWith(" and more"));
  }
});

Deno.test("Batches keeps at most 32 batches open", () => {
  const batches = new Batches();
  for (let at = 0; at < 40; at++) sort(batches, `:s BATCH +${at} chathistory #x`);
  assert.deepEqual(sort(batches, "@batch=31 :a PRIVMSG #x :1", "@batch=32 :a PRIVMSG #x :1"), [
    "held",
    "live",
  ]);
});

Deno.test("Batches keeps at most 8 MiB of all pages that are open, and has room again when they are told", () => {
  const batches = new Batches();
  const fill = (reference: number) => {
    sort(batches, `:s BATCH +${reference} chathistory #x`);
    const line = `@batch=${reference} :a PRIVMSG #x :${"x".repeat(8000)}`;
    for (let sent = 0; sent < 600; sent++) sort(batches, line);
  };
  const close = (reference: number) => sort(batches, `:s BATCH -${reference}`)[0]?.length ?? 0;
  for (let reference = 1; reference <= 3; reference++) fill(reference);
  const lengths = [1, 2, 3].map(close);
  assert.ok(lengths.reduce((sum, length) => sum + length, 0) < 8.1 * 1024 * 1024, `${lengths}`);
  fill(4);
  assert.ok(close(4) > 4 * 1000 * 1000);
});

Deno.test("Batches makes one message of several lines, with the tags of its beginning", () => {
  const batches = new Batches();
  sort(batches, "@msgid=m;time=t :a BATCH +l draft/multiline #x");
  sort(
    batches,
    "@batch=l :a PRIVMSG #x :1",
    "@batch=l :a PRIVMSG #x :",
    "@batch=l :a PRIVMSG #x :2",
  );
  const end = parseMessage(":a BATCH -l");
  assert.ok(isMessage(end));
  const sorted = batches.receive(end);
  assert.ok(sorted.kind === "live");
  assert.deepEqual(sorted.message.params, ["#x", "1\n\n2"]);
  assert.equal(sorted.message.tags.get("msgid"), "m");
  assert.deepEqual(sort(batches, ":a BATCH +l draft/multiline #x", ":a BATCH -l"), [
    "held",
    "held",
  ]);
});
