import assert from "node:assert/strict";
import { formatMessage, message, type Outgoing } from "../../wire/format.ts";
import { noTags } from "../../wire/tags.ts";

Deno.test("formatMessage writes a command alone", () => {
  assert.equal(formatMessage({ command: "QUIT", params: [] }), "QUIT");
});

Deno.test("formatMessage writes a lone word without a colon", () => {
  assert.equal(formatMessage({ command: "NICK", params: ["bob"] }), "NICK bob");
  assert.equal(formatMessage({ source: "ann", command: "JOIN", params: ["#a"] }), ":ann JOIN #a");
});

Deno.test("formatMessage puts a colon before a text, even one of one word", () => {
  assert.equal(formatMessage({ command: "PRIVMSG", params: ["#a", "hi"] }), "PRIVMSG #a :hi");
  assert.equal(formatMessage({ command: "PRIVMSG", params: ["#a", "a b"] }), "PRIVMSG #a :a b");
});

Deno.test("formatMessage puts a colon before a lone text, even one of one word", () => {
  assert.equal(
    formatMessage({ source: "ann", command: "QUIT", params: ["Quit"] }),
    ":ann QUIT :Quit",
  );
  assert.equal(formatMessage({ command: "ERROR", params: ["Banned"] }), "ERROR :Banned");
  assert.equal(formatMessage({ command: "AWAY", params: ["lunch"] }), "AWAY :lunch");
});

Deno.test("formatMessage puts a colon before what is no word", () => {
  assert.equal(formatMessage({ command: "AWAY", params: [""] }), "AWAY :");
  assert.equal(formatMessage({ command: "AWAY", params: [":)"] }), "AWAY ::)");
  assert.equal(formatMessage({ command: "AWAY", params: [" "] }), "AWAY : ");
  assert.equal(formatMessage({ command: "QUIT", params: ["see you"] }), "QUIT :see you");
});

Deno.test("formatMessage puts no colon before a last word that is one by nature", () => {
  assert.equal(formatMessage({ command: "MODE", params: ["#a", "+o", "b"] }), "MODE #a +o b");
  assert.equal(formatMessage({ command: "INVITE", params: ["b", "#a"] }), "INVITE b #a");
  assert.equal(formatMessage({ command: "324", params: ["a", "#a", "+nt"] }), "324 a #a +nt");
  assert.equal(formatMessage({ command: "MODE", params: ["#a", "+k", ":k"] }), "MODE #a +k ::k");
});

Deno.test("formatMessage writes tags and source in front", () => {
  const tags = new Map([["time", "2024-01-02T03:04:05.678Z"], ["+a/b", "x; y"], ["flag", ""]]);
  assert.equal(
    formatMessage({ tags, source: "ann!a@h", command: "PRIVMSG", params: ["#a", "hi"] }),
    "@time=2024-01-02T03:04:05.678Z;+a/b=x\\:\\sy;flag :ann!a@h PRIVMSG #a :hi",
  );
});

Deno.test("formatMessage escapes line ends in a tag's value", () => {
  const tags = new Map([["a", "x\r\nQUIT"]]);
  assert.equal(formatMessage({ tags, command: "PING", params: [] }), "@a=x\\r\\nQUIT PING");
});

Deno.test("formatMessage leaves out no tags and no source", () => {
  assert.equal(
    formatMessage({ tags: noTags, source: "", command: "PING", params: ["x"] }),
    "PING x",
  );
});

const ordinary: Outgoing = {
  tags: new Map([["a", "b"]]),
  source: "s",
  command: "PRIVMSG",
  params: ["#a", "text"],
};

Deno.test("formatMessage throws where a part holds CR, LF or NUL", () => {
  for (const end of ["\r", "\n", "\0"]) {
    const hostile: readonly Partial<Outgoing>[] = [
      { params: ["#a", `hi${end}QUIT`] },
      { params: [`#a${end}QUIT`, "hi"] },
      { command: `PING${end}QUIT` },
      { source: `s${end}QUIT` },
      { tags: new Map([[`a${end}QUIT`, "b"]]) },
    ];
    for (const part of hostile) {
      assert.throws(() => formatMessage({ ...ordinary, ...part }), RangeError);
    }
  }
  assert.throws(
    () => formatMessage({ tags: new Map([["a", "\0"]]), command: "PING", params: [] }),
    RangeError,
  );
});

Deno.test("formatMessage throws where a word is none", () => {
  const hostile: readonly Partial<Outgoing>[] = [
    { params: ["a b", "hi"] },
    { params: ["", "hi"] },
    { params: [":a", "hi"] },
    { params: ["a", ":b", "hi"] },
    { command: "" },
    { command: "PING x" },
    { command: ":s" },
    { source: "s QUIT" },
    { tags: new Map([["a QUIT", "b"]]) },
  ];
  for (const part of hostile) {
    assert.throws(() => formatMessage({ ...ordinary, ...part }), RangeError);
  }
});

Deno.test("formatMessage names the command and quotes the word it refuses", () => {
  assert.throws(() => formatMessage({ command: "JOIN", params: ["a b", "c"] }), /JOIN, "a b"/);
});

Deno.test("message makes one without tags", () => {
  assert.deepEqual(message("chat.local", "PONG", "chat.local", "x"), {
    tags: noTags,
    source: "chat.local",
    command: "PONG",
    params: ["chat.local", "x"],
  });
  assert.deepEqual(message("", "QUIT").params, []);
});
