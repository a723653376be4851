import assert from "node:assert/strict";
import type { Line } from "../../wire/lines.ts";
import { Framing } from "../../server/net/framing.ts";
import { readMessages } from "../../server/net/read_messages.ts";

const severalLines = { kind: "severalLines", text: "" };

/** What is read of messages that come one after the other. */
async function read(
  messages: readonly string[],
  framing = new Framing({ anyCase: true, maxPlainBytes: 4096 }),
): Promise<readonly Line[]> {
  const left = messages.map((message) => [new TextEncoder().encode(message)]);
  const reader = { receive: () => Promise.resolve(left.shift() ?? null) };
  return (await Array.fromAsync(readMessages(reader, framing, () => {}))).flat();
}

Deno.test("each message is a line, and one line end after it is forgiven", async () => {
  const lines = ["hello", "you\n", "and\r\n", "me\r", " "];
  assert.deepEqual(await read(lines), ["hello", "you", "and", "me", " "]);
});

Deno.test("a message of several lines is refused as a whole, and the next one is read", async () => {
  for (const inner of ["b\nQUIT", "b\r\nQUIT\r\n", "b\rQUIT", "b\n\nc", "\nb"]) {
    assert.deepEqual(
      await read(["a", inner, "c"]),
      ["a", severalLines, "c"],
      JSON.stringify(inner),
    );
  }
});

Deno.test("what is spoken is told by the first message, though it is refused", async () => {
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  assert.deepEqual(await read(["NICK a\r\nUSER a 0 * :a"], framing), [severalLines]);
  assert.equal(framing.dialect, "irc");
  const plain = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  assert.deepEqual(await read(["bob\nhello"], plain), [severalLines]);
  assert.equal(plain.dialect, "plain");
});

Deno.test("where IRC was agreed on the first line is IRC whatever it is", async () => {
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096, dialect: "irc" });
  assert.deepEqual(await read(["hello there"], framing), ["hello there"]);
  assert.equal(framing.dialect, "irc");
});

Deno.test("a message that is too long is told like a line that is", async () => {
  const [fault] = await read([`PRIVMSG #a :${"x".repeat(9_000)}`]);
  assert.ok(typeof fault === "object" && fault.kind === "tooLong");
});
