import assert from "node:assert/strict";
import { Desk } from "../../../client/desk/desk.ts";
import type { Effect } from "../../../client/desk/effect.ts";
import { keyOf } from "../../../client/typing/key.ts";
import type { Key } from "../../../client/typing/key.ts";
import { Network } from "../../../talk/network.ts";
import { slashLanguage } from "../../../talk/slash_language.ts";
import { faceInLobby, nowMs } from "../../helpers/client_conversation.ts";

interface Scene {
  readonly desk: Desk;
  /** The network's server says something. */
  hears(...lines: readonly string[]): readonly Effect[];
  types(text: string): readonly Effect[];
  presses(...chords: readonly string[]): readonly Effect[];
  /** What is shown where one looks. */
  texts(): readonly string[];
}

function scene(settings: Readonly<Record<string, string>> = {}): Scene {
  const conversation = faceInLobby();
  const network = new Network({ name: "net", conversation, commands: slashLanguage });
  const other = new Network({ name: "two", conversation: faceInLobby(), commands: slashLanguage });
  const desk = new Desk({
    networks: [network, other],
    settings: new Map(Object.entries(settings)),
  });
  const hears = (...lines: readonly string[]) =>
    lines.flatMap((line) => desk.receive(0, conversation.receive(line, nowMs).events, nowMs));
  const one: Scene = {
    desk,
    hears,
    types: (text) => desk.press({ kind: "text", text }, nowMs),
    presses: (...chords) =>
      chords.flatMap((chord) => {
        const key: Key | undefined = keyOf(chord);
        assert.ok(key, chord);
        return desk.press(key, nowMs);
      }),
    texts: () =>
      (desk.buffer?.entries ?? []).map((entry) => {
        if (entry.kind === "said") return `${entry.said.from}: ${entry.said.text}`;
        return entry.kind === "note" ? entry.text : entry.kind;
      }),
  };
  hears(":ann!chat@host JOIN #dev", ":s 353 ann = #dev :@bob ann", ":s 366 ann #dev :End");
  return one;
}

function sent(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => effect.kind === "take" ? effect.step.send : []);
}

function kinds(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => effect.kind);
}

Deno.test("one looks at the first channel that one is in", () => {
  const one = scene();
  assert.deepEqual(one.desk.place, { network: 0, talk: "#dev" });
});

Deno.test("what is typed is said where one looks", () => {
  const one = scene();
  one.types("hello");
  const [line = ""] = sent(one.presses("enter"));
  assert.match(line, /PRIVMSG #dev :?hello$/);
  assert.equal(one.desk.composer.editor.text, "");
});

Deno.test("each talk keeps what was typed in it", () => {
  const one = scene();
  one.types("half a th");
  one.presses("M-1");
  assert.equal(one.desk.place.talk, "net");
  assert.equal(one.desk.composer.editor.text, "");
  one.presses("M-2");
  assert.equal(one.desk.composer.editor.text, "half a th");
});

Deno.test("one goes to a channel when it is joined, and to a talk when it is opened", () => {
  const one = scene();
  one.types("/join #new");
  assert.match(sent(one.presses("enter"))[0] ?? "", /^JOIN #new$/);
  assert.equal(one.desk.place.talk, "#dev");
  one.hears(":ann!chat@host JOIN #new");
  assert.equal(one.desk.place.talk, "#new");
  one.types("/query bob");
  one.presses("enter");
  assert.equal(one.desk.place.talk, "bob");
  one.types("/close");
  one.presses("enter");
  assert.notEqual(one.desk.place.talk, "bob");
});

Deno.test("Alt-a goes to where one is named, then to what is unread", () => {
  const one = scene();
  one.hears(":bob!b@h PRIVMSG #other :hm", ":bob!b@h PRIVMSG ann :psst");
  one.presses("M-a");
  assert.equal(one.desk.place.talk, "bob");
  one.presses("M-a");
  assert.equal(one.desk.place.talk, "#other");
});

Deno.test("Tab completes nicks, who spoke last first, and goes on", () => {
  const one = scene();
  one.hears(":zoe!z@h JOIN #dev", ":zeb!z@h JOIN #dev", ":zeb!z@h PRIVMSG #dev :hi");
  one.types("z");
  one.presses("tab");
  assert.equal(one.desk.composer.editor.text, "zeb: ");
  assert.equal(one.desk.composer.completion?.candidates.length, 2);
  one.presses("tab");
  assert.equal(one.desk.composer.editor.text, "zoe: ");
  one.types("!");
  assert.equal(one.desk.composer.completion, undefined);
});

Deno.test("a long paste asks before it is said", () => {
  const one = scene();
  const text = "1\n2\n3\n4\n5\n6\n7";
  one.desk.press({ kind: "paste", text, isCut: false }, nowMs);
  assert.equal(one.desk.composer.paste?.lineCount, 7);
  one.types("n");
  assert.deepEqual([one.desk.composer.paste, one.desk.composer.editor.text], [undefined, ""]);
  one.desk.press({ kind: "paste", text, isCut: false }, nowMs);
  const lines = sent(one.types("y"));
  assert.match(lines[0] ?? "", /BATCH \+\S+ draft\/multiline #dev$/);
});

Deno.test("who is named rings where nobody looks, and only there", () => {
  const one = scene();
  one.hears(":ann!chat@host JOIN #other");
  assert.deepEqual(kinds(one.hears(":bob!b@h PRIVMSG #dev :ann!")), []);
  assert.deepEqual(kinds(one.hears(":bob!b@h PRIVMSG #other :ann!")), ["notify", "bell"]);
  assert.deepEqual(kinds(one.hears(":bob!b@h PRIVMSG #other :nothing")), []);
  one.desk.press({ kind: "focus", isFocused: false }, nowMs);
  assert.deepEqual(kinds(one.hears(":bob!b@h PRIVMSG #dev :ann!")), ["notify", "bell"]);
  const quiet = scene({ bell: "off", notify: "messages" });
  quiet.hears(":ann!chat@host JOIN #other");
  assert.deepEqual(kinds(quiet.hears(":bob!b@h PRIVMSG #other :x\x1b[2J")), ["notify"]);
});

Deno.test("how far one has read is told once, and not while nobody looks", () => {
  const one = scene();
  one.desk.look();
  one.desk.press({ kind: "focus", isFocused: false }, nowMs);
  one.hears("@time=2026-01-02T03:05:00.000Z :bob!b@h PRIVMSG #dev :hi");
  assert.deepEqual(sent(one.desk.look()), []);
  const lines = sent(one.desk.press({ kind: "focus", isFocused: true }, nowMs));
  assert.deepEqual(lines, ["MARKREAD #dev timestamp=2026-01-02T03:05:00.000Z"]);
  assert.deepEqual(sent(one.desk.look()), []);
});

Deno.test("settings are shown, changed and refused", () => {
  const one = scene();
  one.types("/set clock 12h");
  one.presses("enter");
  assert.equal(one.desk.settings.get("clock"), "12h");
  one.types("/set clock sundial");
  one.presses("enter");
  assert.equal(
    one.texts().at(-1),
    'Setting "clock" can\'t be "sundial". Give one of 24h, 12h, off.',
  );
  one.types("/set");
  one.presses("enter");
  assert.ok(one.texts().some((text) => text.startsWith("bell = on")));
  one.types('/set highlights ""');
  one.presses("enter");
  assert.equal(one.desk.settings.get("highlights"), "");
});

Deno.test("what others type is told to them, commands are not", () => {
  const one = scene();
  assert.deepEqual(sent(one.types("h")), ["@+typing=active TAGMSG #dev"]);
  assert.deepEqual(sent(one.presses("backspace")), ["@+typing=done TAGMSG #dev"]);
  assert.deepEqual(sent(one.types("/join")), []);
  const quiet = scene({ typing: "off" });
  assert.deepEqual(sent(quiet.types("h")), []);
});

Deno.test("lists and what a search finds are shown where they were asked for", () => {
  const one = scene();
  one.hears(":s 322 ann #a 3 :about a", ":s 322 ann #b 5 :x\x1b[2J", ":s 323 ann :End");
  assert.deepEqual(one.texts().slice(-3), [
    "2 channels; /join goes to one",
    "     5  #b  x␛[2J",
    "     3  #a  about a",
  ]);
});

Deno.test("Ctrl-C leaves, Ctrl-Z and Ctrl-L are the terminal's, Escape goes back to the end", () => {
  const one = scene();
  assert.deepEqual(kinds(one.presses("C-z")), ["suspend"]);
  assert.deepEqual(kinds(one.presses("C-l")), ["redraw"]);
  assert.deepEqual(one.presses("escape"), [{ kind: "scroll", to: "bottom" }]);
  assert.deepEqual(one.presses("C-c"), [{ kind: "quit", reason: "" }]);
});

Deno.test("a colon ends the name of an emoji that is loaded", () => {
  const one = scene();
  one.desk.learnEmoji(new Map([["smile", "😄"]]));
  for (const letter of ":smile:") one.types(letter);
  assert.equal(one.desk.composer.editor.text, "😄");
});
