import assert from "node:assert/strict";
import {
  complete,
  type Completion,
  type CompletionSources,
  maxCandidates,
  typedEmoji,
} from "../../talk/completion.ts";
import { emojiByName } from "../../talk/emoji.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

const sources: CompletionSources = {
  nicks: ["Zoe", "ann", "Anton", "bob"],
  channels: ["#lobby", "#Ops", "#open"],
  talks: ["#lobby", "bob", "carol"],
  commands: [
    { name: "join", arguments: ["channel"] },
    { name: "msg", arguments: ["talk", "text"] },
    { name: "me", arguments: ["text"] },
    { name: "mode", arguments: ["channel", ["+o", "+v", "-o"], "nick"] },
    { name: "invite", arguments: ["nick", "channel"] },
    { name: "kick", arguments: ["nick", "text"] },
    { name: "set", arguments: ["setting", ["on", "off"]] },
    { name: "help", arguments: ["command"] },
    { name: "login", arguments: ["text", "text"] },
    { name: "quit", arguments: [] },
  ],
  settings: ["beep", "theme"],
  emoji: new Map([["smiley_cat", "😺"], ["smiley", "😃"], ["smile", "😄"], ["+1", "👍"]]),
};

/** What Tab, pressed `times`, makes of a text with a bar for the cursor. */
function tab(shown: string, times = 1, step: 1 | -1 = 1, from = sources): string {
  let [text, cursor] = [shown.replace("|", ""), shown.indexOf("|")];
  let before: Completion | undefined;
  for (let turn = 0; turn < times; turn++) {
    before = complete({ text, cursor }, from, { before, step });
    if (before === undefined) break;
    const { start, end, text: put } = before.replacement;
    text = text.slice(0, start) + put + text.slice(end);
    cursor = start + put.length;
  }
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  ["a nick at the start of a line is who is spoken to", "zo|", "Zoe: |"],
  ["a nick elsewhere is a word", "hi ZO|", "hi Zoe |"],
  ["who spoke last comes first", "an|", "ann: |"],
  ["nothing typed is answered to who spoke last", "|", "Zoe: |"],
  ["a nick at the start of a further line is who is spoken to", "one\nbo|", "one\nbob: |"],
  ["nothing after a space in a line is left alone", "hi |", "hi |"],
  ["a nick with @ keeps it", "@an|", "@ann |"],
  ["a nick with @ keeps it elsewhere", "hi @BO|", "hi @bob |"],
  ["what stands behind the cursor stays", "an| there", "ann:| there"],
  ["a word is completed from its start to the cursor", "zo|x", "Zoe: |x"],
  ["a channel", "see #op|", "see #Ops |"],
  ["a channel at the start", "#l|", "#lobby |"],
  ["an emoji", "well :smi|", "well 😄|"],
  ["an emoji of the exact name", ":smiley|", "😃|"],
  ["an emoji of signs", ":+|", "👍|"],
  ["a colon alone is left alone", "well :|", "well :|"],
  ["nothing known is left alone", "xyz|", "xyz|"],
  ["a command", "/jo|", "/join |"],
  ["a command in capitals", "/JO|", "/join |"],
  ["a command is none in a further line", "a\n/jo|", "a\n/jo|"],
  ["two slashes are no command", "//jo|", "//jo|"],
  ["text behind two slashes is text", "//x zo|", "//x Zoe |"],
  ["a channel for a command", "/join #o|", "/join #Ops |"],
  ["all channels for a command", "/join |", "/join #lobby |"],
  ["no more than a command takes", "/join #lobby #o|", "/join #lobby #o|"],
  ["a talk for a command", "/msg ca|", "/msg carol |"],
  ["a nick without a talk too", "/msg zo|", "/msg Zoe |"],
  ["text for a command", "/msg bob hi zo|", "/msg bob hi Zoe |"],
  ["emoji in the text of a command", "/me :smile|", "/me 😄|"],
  ["no address in the text of a command", "/me zo|", "/me Zoe |"],
  ["words of a command", "/mode #lobby -|", "/mode #lobby -o |"],
  ["the argument behind them", "/mode #lobby +o zo|", "/mode #lobby +o Zoe |"],
  ["several spaces between arguments", "/mode  #lobby   +o zo|", "/mode  #lobby   +o Zoe |"],
  ["a nick, then a channel", "/invite bob #o|", "/invite bob #Ops |"],
  ["a channel before other arguments", "/kick #o|", "/kick #Ops |"],
  ["a setting", "/set th|", "/set theme |"],
  ["its words", "/set beep of|", "/set beep off |"],
  ["a command for a command", "/help jo|", "/help join |"],
  ["nothing for a command that takes nothing", "/quit zo|", "/quit zo|"],
  ["nothing for a command that is not known", "/nonsense zo|", "/nonsense zo|"],
  ["nothing where a password is typed", "/login zo|", "/login zo|"],
  ["nothing where it is a slip of one", "/logn ann an|", "/logn ann an|"],
  ["nicks behind a number are found", "/MSG bob hi an|", "/MSG bob hi ann |"],
];

for (const [what, before, after] of cases) {
  Deno.test(`Tab completes: ${what}`, () => assert.equal(tab(before), after));
}

Deno.test("Tab goes round what fits, Shift-Tab the other way", () => {
  assert.equal(tab("an|", 2), "Anton: |");
  assert.equal(tab("an|", 3), "ann: |");
  assert.equal(tab("an|", 1, -1), "Anton: |");
  assert.equal(tab("an|", 2, -1), "ann: |");
  assert.equal(tab("hi :sm|x", 3), "hi 😺|x");
});

Deno.test("Tab goes on to the next word where one alone fits", () => {
  assert.equal(tab("/joi|", 2), "/join #lobby |");
  assert.equal(tab("/mod|", 3), "/mode #Ops |");
});

Deno.test("Tab begins anew when something else was typed meanwhile", () => {
  const options = { before: undefined, step: 1 } as const;
  const before = complete({ text: "an", cursor: 2 }, sources, options);
  const next = complete({ text: "ann: bo", cursor: 7 }, sources, { before, step: 1 });
  assert.deepEqual(next?.replacement, { start: 5, end: 7, text: "bob " });
  const elsewhere = complete({ text: "ann: ", cursor: 0 }, sources, { before, step: 1 });
  assert.equal(elsewhere?.replacement.start, 0);
  assert.equal(elsewhere?.replacement.text, "Zoe: ");
});

Deno.test("a completion tells the view what fits, and which is taken", () => {
  const given = complete({ text: ":smil", cursor: 5 }, sources, { before: undefined, step: 1 });
  assert.deepEqual(given?.candidates, [
    { label: "😄 :smile:", text: "😄" },
    { label: "😃 :smiley:", text: "😃" },
    { label: "😺 :smiley_cat:", text: "😺" },
  ]);
  assert.equal(given?.index, 0);
});

Deno.test("no more is offered than a bound", () => {
  const nicks = Array.from({ length: 5000 }, (_, index) => `a${index}`);
  const from = { ...sources, nicks };
  const given = complete({ text: "a", cursor: 1 }, from, { before: undefined, step: -1 });
  assert.equal(given?.candidates.length, maxCandidates);
  assert.equal(given?.index, maxCandidates - 1);
});

const typed: readonly (readonly [string, string])[] = [
  [":smile:|", "😄"],
  ["well :smile:|", "well 😄"],
  ["(:+1:|", "(👍"],
  ["one\n:smile:|!", "one\n😄!"],
  ["a:smile:|", ""],
  ["12:+1:|", ""],
  [":nothing:|", ""],
  ["::|", ""],
  [":smile|:", ""],
  [":smile: |", ""],
  ["/login :smile:|", ""],
  [":constructor:|", ""],
];

Deno.test("a name between colons becomes its emoji when the last colon is typed, if it stands alone", () => {
  for (const [shown, expected] of typed) {
    const text = shown.replace("|", "");
    const cursor = shown.indexOf("|");
    const put = typedEmoji({ text, cursor }, sources.emoji);
    const made = put === undefined ? "" : text.slice(0, put.start) + put.text + text.slice(put.end);
    assert.equal(made, expected, shown);
  }
});

Deno.test("every emoji is found by its name, typed and completed", () => {
  assert.ok(emojiByName.size > 1800);
  assert.equal(emojiByName.get("smile"), "😄");
  assert.equal(emojiByName.get("+1"), "👍");
  for (const [name, character] of emojiByName) {
    const text = `x :${name}:`;
    const put = typedEmoji({ text, cursor: text.length }, emojiByName);
    assert.deepEqual(put, { start: 2, end: text.length, text: character });
    assert.equal(tab(`:${name}|`, 1, 1, { ...sources, emoji: emojiByName }), `${character}|`);
  }
});

Deno.test("a completion replaces what stands before the cursor, whatever is typed", () => {
  const random = seededRandom(4);
  const pieces = [..." /#@:an\nzo", "/mode ", "/msg ", "#o", ":smi", "漢", "😀", "/login "];
  for (let turn = 0; turn < 5000; turn++) {
    const text = randomText(random, pieces, 8);
    const cursor = randomBelow(random, text.length + 1);
    const given = complete({ text, cursor }, sources, { before: undefined, step: 1 });
    if (given === undefined) continue;
    const { start, end } = given.replacement;
    assert.ok(start >= 0 && start <= end && end === cursor, JSON.stringify([text, cursor]));
    assert.doesNotMatch(text.slice(start, end), /[ \n]/);
    assert.doesNotMatch(text.slice(0, cursor), /^\/login [^\n]*$/);
  }
});
