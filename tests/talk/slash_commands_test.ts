import assert from "node:assert/strict";
import { isSecretInput } from "../../talk/secret_input.ts";
import { parseTyped } from "../../talk/slash.ts";
import type { Action, TypedIn } from "../../talk/slash_action.ts";
import { findCommand, helpLines, slashCommands } from "../../talk/slash_commands.ts";
import { parseSearch } from "../../talk/slash_talk.ts";

const inChannel: TypedIn = {
  talk: "#lobby",
  nick: "ann",
  isChannel: (name) => name.startsWith("#"),
  hasSpoken: (nick) => nick.toLowerCase() === "bob",
};
const withPerson: TypedIn = { ...inChannel, talk: "bob" };
const atServer: TypedIn = { ...inChannel, talk: undefined };

function lines(line: string, where: TypedIn = inChannel): readonly string[] | string {
  const action = parseTyped(line, where);
  return action.kind === "order" ? action.lines : action.kind;
}

function typed(line: string, where: TypedIn = inChannel): Action {
  return parseTyped(line, where);
}

Deno.test("commands for channels are about the one that is talked in, or the one that is named", () => {
  const table: readonly (readonly [string, ...string[]])[] = [
    ["/topic", "TOPIC #lobby"],
    ["/topic  all about  tea", "TOPIC #lobby :all about  tea"],
    ["/topic -", "TOPIC #lobby :"],
    ["/topic #x tea", "TOPIC #x :tea"],
    ["/names", "NAMES #lobby"],
    ["/n #x", "NAMES #x"],
    ["/invite bob", "INVITE bob #lobby"],
    ["/invite bob #x", "INVITE bob #x"],
    ["/kick bob", "KICK #lobby :bob"],
    ["/k bob be nice", "KICK #lobby bob :be nice"],
    ["/kick #x bob be nice", "KICK #x bob :be nice"],
    ["/ban", "MODE #lobby +b"],
    ["/ban bob", "MODE #lobby +b bob!*@*"],
    ["/ban *!*@host", "MODE #lobby +b *!*@host"],
    ["/unban #x bob", "MODE #x -b bob!*@*"],
    ["/op bob", "MODE #lobby +o bob"],
    ["/op #x bob eve", "MODE #x +o bob", "MODE #x +o eve"],
    ["/deop bob", "MODE #lobby -o bob"],
    ["/voice bob", "MODE #lobby +v bob"],
    ["/devoice bob", "MODE #lobby -v bob"],
    ["/mode", "MODE #lobby"],
    ["/mode +l 5", "MODE #lobby +l 5"],
    ["/mode #x +i", "MODE #x +i"],
  ];
  for (const [line, ...sent] of table) assert.deepEqual(lines(line), sent, line);
});

Deno.test("other commands are plain lines to the server", () => {
  const table: readonly (readonly [string, ...string[]])[] = [
    ["/away", "AWAY :Away"],
    ["/away at lunch", "AWAY :at lunch"],
    ["/back", "AWAY"],
    ["/whois bob", "WHOIS bob"],
    ["/w", "WHOIS ann"],
    ["/who", "WHO #lobby"],
    ["/who *.org", "WHO *.org"],
    ["/raw PING :x y", "PING :x y"],
    ["/quote PING :x y", "PING :x y"],
  ];
  for (const [line, ...sent] of table) assert.deepEqual(lines(line), sent, line);
  assert.deepEqual(lines("/mode +i", withPerson), ["MODE ann +i"]);
});

Deno.test("commands for channels say so where there is none", () => {
  for (const name of ["topic", "names", "kick bob", "ban bob", "op bob", "invite bob"]) {
    for (const where of [withPerson, atServer]) {
      const action = typed(`/${name}`, where);
      assert.deepEqual(
        action,
        { kind: "wrong", text: "This is no channel. Go to one, or name it." },
        name,
      );
    }
  }
});

Deno.test("what is missing, or no word, gets the usage", () => {
  const wrong = [
    ...["/kick", "/kick #x", "/op", "/op #x", "/unban", "/invite", "/whois a,b", "/ban :x"],
    ...["/query", "/msg", "/msg bob", "/react", "/reply", "/reply 2", "/search", "/raw", "/join"],
    ...["/react 👍 bob and more", "/search before:never x", "/kick :x", "/nick a b", "/mode :x"],
  ];
  for (const line of wrong) {
    const action = typed(line);
    assert.ok(action.kind === "wrong" && action.text.includes("Type it so: /"), line);
    assert.ok(action.kind === "wrong" && !action.text.includes("\n"), line);
  }
});

Deno.test("a message is chosen by its place, by who said it, or it is the last one", () => {
  const reply = (which: unknown, text = "yes") => ({ kind: "reply", which, text });
  const ofBob = { kind: "of", nick: "bob" };
  assert.deepEqual(typed("/reply yes"), reply({ kind: "last" }));
  assert.deepEqual(typed("/r 3 yes"), reply({ kind: "fromEnd", count: 3 }));
  assert.deepEqual(typed("/reply bob yes"), reply(ofBob));
  assert.deepEqual(typed("/reply @bob yes"), reply(ofBob));
  assert.deepEqual(typed("/reply bob: yes"), reply(ofBob));
  assert.deepEqual(typed("/reply @eve yes"), reply({ kind: "of", nick: "eve" }));
  assert.deepEqual(typed("/reply eve yes"), reply({ kind: "last" }, "eve yes"), "no nick here");
  assert.deepEqual(typed("/react 👍"), { kind: "react", which: { kind: "last" }, text: "👍" });
  assert.deepEqual(typed("/react 👍 eve"), {
    kind: "react",
    which: { kind: "of", nick: "eve" },
    text: "👍",
  });
  assert.deepEqual(typed("/unreact 👍 2"), {
    kind: "unreact",
    which: { kind: "fromEnd", count: 2 },
    text: "👍",
  });
  assert.deepEqual(typed("/redact"), { kind: "redact", which: { kind: "last" }, reason: "" });
  assert.deepEqual(typed("/redact 2 oops"), {
    kind: "redact",
    which: { kind: "fromEnd", count: 2 },
    reason: "oops",
  });
  assert.deepEqual(typed("/delete bob spam"), { kind: "redact", which: ofBob, reason: "spam" });
});

Deno.test("a search takes who, where and when out of its words", () => {
  const dayMs = (day: number) => new Date(2026, 0, day).getTime();
  assert.deepEqual(parseSearch("tea  from:bob in:#x time"), {
    words: "tea time",
    from: "bob",
    talk: "#x",
    beforeMs: undefined,
    afterMs: undefined,
  });
  const dated = parseSearch("x AFTER:2026-01-02 before:2026-01-05");
  assert.equal(dated?.beforeMs, dayMs(5));
  assert.equal(dated?.afterMs, dayMs(3) - 1, "a day that is named is wholly before it");
  assert.equal(parseSearch("x before:2026-01-05T10:00Z")?.beforeMs, Date.UTC(2026, 0, 5, 10));
  assert.equal(parseSearch("from:bob")?.from, "bob");
  for (const text of ["", "in:#x", "x before:soon", "x after:2026-99-99", "x before:20260101"]) {
    assert.equal(parseSearch(text), undefined, text);
  }
});

Deno.test("other names of commands do the same, and no name is twice", () => {
  const aliases = ["j", "p", "leave", "q", "w", "n", "quote", "k", "r", "m", "find", "wc", "h"];
  for (const alias of aliases) assert.ok(findCommand(alias), alias);
  const all = Object.entries(slashCommands).flatMap((
    [name, { aliases = [] }],
  ) => [name, ...aliases]);
  assert.equal(new Set(all).size, all.length);
  assert.equal(findCommand("constructor"), undefined);
  assert.equal(findCommand("toString"), undefined);
});

Deno.test("the table has all that the help promises, each with words that fit", () => {
  const wanted =
    "join part msg query me nick topic who whois names list away back invite kick ban " +
    "unban mode op deop voice devoice ignore unignore mute unmute search history redact react " +
    "unreact reply register login quit reconnect set clear save help close raw say";
  for (const name of wanted.split(" ")) {
    const command = findCommand(name);
    const { usage = "", help = "" } = command ?? {};
    assert.ok(usage.startsWith(`/${name}`), name);
    assert.ok(help.length > 0 && help.length < 60, name);
  }
});

Deno.test("/help tells of one command, and which one was meant", () => {
  assert.deepEqual(typed("/help"), { kind: "help", command: undefined });
  assert.deepEqual(typed("/help /Kick"), { kind: "help", command: "kick" });
  assert.deepEqual(helpLines("kick"), [
    "/kick [#channel] nick [reason]",
    "put somebody out of a channel",
    "Or: /k",
  ]);
  assert.deepEqual(helpLines("j"), helpLines("join"));
  const action = typed("/help kcik");
  assert.deepEqual(action, {
    kind: "wrong",
    text: 'Unknown command "/kcik". Did you mean /kick?',
  });
});

Deno.test("/set takes settings that there are", () => {
  assert.deepEqual(typed("/set"), { kind: "set", key: undefined, value: undefined });
  assert.deepEqual(typed("/set bell"), { kind: "set", key: "bell", value: undefined });
  assert.deepEqual(typed("/set highlights tea cake"), {
    kind: "set",
    key: "highlights",
    value: "tea cake",
  });
  const action = typed("/set nothing on");
  assert.ok(action.kind === "wrong" && action.text.includes('"nothing"'));
});

Deno.test("no typed line throws or makes two lines, whatever is in it", () => {
  const noise = ["", " ", ":", "\0", "\x01", "#", "a,b", ":x", "+o", "💥".repeat(300), "\u202e"];
  const names = Object.entries(slashCommands).flatMap((
    [name, { aliases = [] }],
  ) => [name, ...aliases]);
  for (const name of names) {
    for (const one of noise) {
      for (const other of noise) {
        const action = typed(`/${name} ${one} ${other}`);
        if (action.kind !== "order") continue;
        assert.ok(action.lines.every((line) => !/[\r\n\0]/.test(line)), JSON.stringify(action));
      }
    }
  }
});

Deno.test("what is said to services with a password is as secret as /login, and /r is no slip of /register", () => {
  const secret = [
    "/msg NickServ IDENTIFY x",
    "/m nickserv register x",
    "/query ns identify x",
    "/raw PASS x",
    "/quote OPER ann x",
    "/raw authenticate x",
  ];
  for (const line of secret) assert.ok(isSecretInput(line), line);
  const others = [
    "/r x y",
    "/n x",
    "/msg bob identify me",
    "/raw PING x",
    "/re",
    "/msg nickserv x",
  ];
  for (const line of others) assert.ok(!isSecretInput(line), line);
});
