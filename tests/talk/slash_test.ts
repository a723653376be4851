import assert from "node:assert/strict";
import { nearestWord } from "../../wire/nearest_word.ts";
import { hideSecret, isSecretInput } from "../../talk/secret_input.ts";
import { parseTyped, typedForm } from "../../talk/slash.ts";
import type { Action, TypedIn } from "../../talk/slash_action.ts";
import { helpLines } from "../../talk/slash_commands.ts";

const typedIn: TypedIn = {
  talk: "#lobby",
  nick: "ann",
  isChannel: (name) => name.startsWith("#"),
};

function typed(line: string): Action {
  return parseTyped(line, typedIn);
}

function wrong(line: string): string {
  const action = typed(line);
  assert.equal(action.kind, "wrong");
  return action.kind === "wrong" ? action.text : "";
}

Deno.test("parseTyped says whatever is no command", () => {
  assert.deepEqual(typed("hello"), { kind: "say", text: "hello" });
  assert.deepEqual(typed("  indented"), { kind: "say", text: "  indented" });
  assert.deepEqual(typed("exit now"), { kind: "say", text: "exit now" });
  assert.deepEqual(typed("Exit"), { kind: "say", text: "Exit" });
});

Deno.test("parseTyped says what is escaped by // or /say", () => {
  assert.deepEqual(typed("//x y"), { kind: "say", text: "/x y" });
  assert.deepEqual(typed("/say exit"), { kind: "say", text: "exit" });
  assert.deepEqual(typed("/say /quit"), { kind: "say", text: "/quit" });
});

Deno.test("parseTyped leaves by exit alone and by /quit", () => {
  assert.deepEqual(typed("exit"), { kind: "quit", reason: "" });
  assert.deepEqual(typed(" exit "), { kind: "quit", reason: "" });
  assert.deepEqual(typed("/quit"), { kind: "quit", reason: "" });
  assert.deepEqual(typed("/QUIT see you  all"), { kind: "quit", reason: "see you  all" });
});

Deno.test("parseTyped takes each command's parameters", () => {
  assert.deepEqual(typed("/join #x"), { kind: "join", channel: "#x", key: undefined });
  assert.deepEqual(typed("/join  #x  secret"), { kind: "join", channel: "#x", key: "secret" });
  assert.deepEqual(typed("/part"), { kind: "part", channel: undefined, reason: "" });
  assert.deepEqual(typed("/part #x bye all"), { kind: "part", channel: "#x", reason: "bye all" });
  assert.deepEqual(typed("/part bye all"), {
    kind: "part",
    channel: undefined,
    reason: "bye all",
  });
  assert.deepEqual(typed("/msg bob hi  there"), { kind: "tell", to: "bob", text: "hi  there" });
  assert.deepEqual(typed("/me waves"), { kind: "act", text: "waves" });
  assert.deepEqual(typed("/nick al"), { kind: "nick", nick: "al" });
  assert.deepEqual(typed("/help"), { kind: "help", command: undefined });
  assert.deepEqual(typed("/help /kick"), { kind: "help", command: "kick" });
  assert.deepEqual(typed("   "), { kind: "nothing" });
});

Deno.test("parseTyped tells how a command is typed when something is missing", () => {
  assert.match(wrong("/msg bob"), /: \/msg nick text$/);
  assert.match(wrong("/msg :bob hi"), /: \/msg nick text$/);
  for (const line of ["/join", "/me", "/nick", "/nick two words", "/say"]) {
    assert.match(wrong(line), /^Something is missing\. Type it so: \//, line);
  }
});

Deno.test("parseTyped names the nearest right word for an unknown command", () => {
  assert.match(wrong("/jion #x"), /^Unknown command "\/jion"\. Did you mean \/join\?/);
  assert.match(wrong("/quitt"), /Did you mean \/quit\?/);
  assert.match(wrong("/xyzzy"), /^Unknown command "\/xyzzy"\. Type \/help for all\./);
  assert.match(wrong("/constructor"), /^Unknown command/);
  assert.match(wrong("/"), /^Unknown command "\/"\. Type \/help/);
});

Deno.test("helpLines names every command", () => {
  const help = helpLines().join("\n");
  for (
    const name of [
      "join",
      "part",
      "msg",
      "me",
      "nick",
      "register",
      "login",
      "mute",
      "ignore",
      "say",
      "quit",
      "help",
    ]
  ) {
    assert.ok(help.includes(`/${name}`), name);
  }
  assert.ok(helpLines().every((line) => line.length <= 79), "fits into 80 columns");
});

Deno.test("nearestWord counts slips, swaps and beginnings", () => {
  const words = ["join", "part", "quit", "nick"];
  assert.equal(nearestWord("jion", words), "join");
  assert.equal(nearestWord("prat", words), "part");
  assert.equal(nearestWord("n", words), "nick");
  assert.equal(nearestWord("em", ["me"]), "me");
  assert.equal(nearestWord("quiit", words), "quit");
  assert.equal(nearestWord("history", words), undefined);
  assert.equal(nearestWord("", words), undefined);
});

Deno.test("typedForm gives what says the same to the same people", () => {
  for (const text of ["hello", "/usr/bin", "//x", "exit"]) {
    const piece = { to: "#lobby", text, manner: "message" } as const;
    const typed = typedForm(piece, "#Lobby");
    assert.deepEqual(parseTyped(typed, typedIn), { kind: "say", text }, typed);
    for (const current of ["#other", undefined]) {
      const told = parseTyped(typedForm({ ...piece, to: "bob" }, current), typedIn);
      assert.deepEqual(told, { kind: "tell", to: "bob", text });
    }
  }
  const action = { to: "#lobby", text: "waves", manner: "action" } as const;
  assert.deepEqual(parseTyped(typedForm(action, "#lobby"), typedIn), {
    kind: "act",
    text: "waves",
  });
});

Deno.test("parseTyped takes passwords, with spaces in front too", () => {
  const email = undefined;
  for (const line of ["/register pw", "  /register pw", "/ register pw", "\t/REGISTER  pw "]) {
    assert.deepEqual(typed(line), { kind: "register", password: "pw", email }, line);
  }
  assert.deepEqual(typed("/register pw a@b"), { kind: "register", password: "pw", email: "a@b" });
  assert.deepEqual(typed("/login pw"), { kind: "login", name: undefined, password: "pw" });
  assert.deepEqual(typed("/login ann pw"), { kind: "login", name: "ann", password: "pw" });
});

Deno.test("parseTyped tells a command with a password without the password", () => {
  const lines = [
    "/logn secret",
    " /logn secret",
    "/lgoin ann secret",
    "/regsiter secret",
    "/l secret",
  ];
  for (const line of [...lines, "/login a b secret", "/register a b secret"]) {
    const text = wrong(line);
    assert.doesNotMatch(text, /secret|Press Up/, line);
  }
});

Deno.test("isSecretInput knows what has a password in it, and no other command", () => {
  for (const line of ["/login x", " /login x", "/logn x", "/reg x", "/ login x", "/LOGIN x"]) {
    assert.ok(isSecretInput(line), line);
    assert.ok(!hideSecret(line).includes("x"), line);
    assert.equal(hideSecret(line).length, line.length);
  }
  const others = [
    "/join #x",
    "/reconnect ",
    "/login",
    "login x",
    "/quit x",
    "/jion #x",
    "x /login y",
  ];
  for (const line of [...others, ...helpLines()]) {
    if (/^\/(?:login|register) /.test(line)) continue;
    assert.ok(!isSecretInput(line), line);
    assert.equal(hideSecret(line), line);
  }
});

Deno.test("parseTyped takes whom to ignore and what to mute", () => {
  assert.deepEqual(typed("/mute"), { kind: "mute", channel: undefined });
  assert.deepEqual(typed("/unmute #x"), { kind: "unmute", channel: "#x" });
  assert.deepEqual(typed("/ignore"), { kind: "ignore", nick: undefined });
  assert.deepEqual(typed("/ignore bob"), { kind: "ignore", nick: "bob" });
  assert.deepEqual(typed("/unignore bob"), { kind: "unignore", nick: "bob" });
  for (const line of ["/mute a b", "/ignore a b", "/ignore :b", "/ignore a,b", "/unignore"]) {
    assert.match(wrong(line), /Type it so: \//, line);
  }
});
