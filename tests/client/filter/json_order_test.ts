import assert from "node:assert/strict";
import { parseJsonOrder } from "../../../client/filter/json_order.ts";

function parse(given: unknown) {
  return parseJsonOrder(JSON.stringify(given), "#lobby");
}

Deno.test("parseJsonOrder takes what is said, to the current channel where it names none", () => {
  const said = { kind: "say", to: "#lobby", text: "hi", manner: "message", replyTo: undefined };
  assert.deepEqual(parse({ text: "hi" }), said);
  assert.deepEqual(parse({ text: "hi", kind: "message", to: "bob" }), { ...said, to: "bob" });
  assert.deepEqual(parse({ text: "hi", kind: "action" }), { ...said, manner: "action" });
  assert.deepEqual(parse({ text: "hi", kind: "notice" }), { ...said, manner: "notice" });
  assert.deepEqual(parse({ text: "hi", reply_to: "id1" }), { ...said, replyTo: "id1" });
  assert.deepEqual(parse({ text: "hi", reply_to: "id1", kind: "reply" }), {
    ...said,
    replyTo: "id1",
  });
  assert.deepEqual(parse({ text: "a\0b" }), { ...said, text: "a\u2400b" });
});

Deno.test("parseJsonOrder gives the line of what is done", () => {
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [
      { kind: "react", target: "id1", text: "👍" },
      "@+draft/reply=id1;+draft/react=👍 TAGMSG #lobby",
    ],
    [
      { kind: "unreact", target: "id1", text: "a b" },
      "@+draft/reply=id1;+draft/unreact=a\\sb TAGMSG #lobby",
    ],
    [{ kind: "redact", target: "id1", text: "no more" }, "REDACT #lobby id1 :no more"],
    [{ kind: "redact", target: "id1", to: "bob" }, "REDACT bob :id1"],
    [{ kind: "part", to: "#a" }, "PART #a"],
    [{ kind: "nick", text: "ann2" }, "NICK ann2"],
    [{ kind: "topic", text: "new one" }, "TOPIC #lobby :new one"],
    [{ kind: "raw", text: "WHOIS bob" }, "WHOIS bob"],
  ];
  for (const [given, line] of cases) assert.deepEqual(parse(given), { kind: "send", line });
  assert.deepEqual(parse({ kind: "join", to: "#a,#b", key: "k" }), {
    kind: "join",
    channels: "#a,#b",
    key: "k",
  });
});

Deno.test("parseJsonOrder tells what is wrong, and lets nothing through that would be another line", () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [[], /^it is no object\. Write it so: /],
    [null, /^it is no object/],
    [{}, /^it has no text/],
    [{ text: 5 }, /^it has no text/],
    [{ text: "a\nQUIT" }, /^its text has more than one line/],
    [{ kind: "raw", text: "PING a\r\nQUIT" }, /^its text has more than one line/],
    [{ kind: "raw", text: "pass secret" }, /^passwords are not said so/],
    [{ kind: "shout", text: "a" }, /^kind "shout" is unknown\. There are: message, /],
    [{ kind: "toString", text: "a" }, /^kind "toString" is unknown/],
    [{ kind: ["message"], text: "a" }, /^kind \["message"\] is unknown/],
    [{ txt: "a" }, /^key "txt" is unknown\. Is it "text"\?$/],
    [{ to: "a b", text: "c" }, /^"to" is no word/],
    [{ to: ":a", text: "c" }, /^"to" is no word/],
    [{ kind: "reply", text: "c" }, /^"reply_to" is no word/],
    [{ kind: "react", text: "c" }, /^"target" is no word/],
    [{ kind: "nick", text: "" }, /^"text" is no word/],
  ];
  for (const [given, fault] of cases) {
    const order = parse(given);
    assert("fault" in order, JSON.stringify(given));
    assert.match(order.fault, fault);
  }
  assert.deepEqual(parseJsonOrder("hello", "#lobby"), {
    fault: 'it is no JSON. Write it so: {"to":"#lobby","text":"hello"}',
  });
  assert.deepEqual(parseJsonOrder('{"text":"a"}', undefined), {
    fault: 'it goes to nobody. Give "to" a channel or a nick',
  });
});
