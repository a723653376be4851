import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

const refused = (nick: string, pattern: string) =>
  `:chat.local 404 ${nick} #x :That channel takes nothing with "${pattern}" in it; ` +
  "say it in other words (+g)";

/** In `#x` ann leads, bob does not, and there are filters. */
function room(...filters: readonly string[]) {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  for (const filter of filters) ann.sends(`MODE #x +g ${filter}`);
  forget(ann, bob, eve);
  return { table, ann, bob, eve };
}

Deno.test("what a filter fits is refused by 404 and nobody sees it; the rest is said", () => {
  const { ann, bob, eve } = room("viagra", "free?money");
  bob.sends("PRIVMSG #x :Cheap VIAGRA here", "PRIVMSG #x :get free money", "PRIVMSG #x :hello");
  bob.sees([refused("bob", "viagra"), refused("bob", "free?money")]);
  for (const seat of [ann, eve]) seat.sees([`${by("bob")} PRIVMSG #x :hello`]);
  bob.sends("NOTICE #x :viagra");
  for (const seat of [ann, bob, eve]) seat.sees([]);
});

Deno.test("colours, wide letters and what nobody sees do not hide a word from a filter", () => {
  const { ann, bob } = room("viagra");
  const hidden = [
    "vi\x02ag\x02ra",
    "v\x0304iagra",
    "ｖｉａｇｒａ",
    "via\u200bgra",
    ..."\u034f\ufe0f\u{e0100}\u3164\u115f\uffa0\u17b4\x07\x1b".split(/(?:)/u).map((unseen) =>
      `via${unseen}gra`
    ),
    "\x01ACTION sells viagra\x01",
  ];
  for (const text of hidden) {
    bob.sends(`PRIVMSG #x :${text}`);
    bob.sees([refused("bob", "viagra")]);
  }
  ann.sees([]);
});

Deno.test("what one could not say in a channel is no reason for leaving it or taking something back either", () => {
  for (const mode of ["+g viagra", "+m", "+b bob!*@*", "+f 1:60"]) {
    const table = createTable();
    const ann = table.user("ann", "draft/message-redaction");
    const bob = table.user("bob", "message-tags", "draft/message-redaction", "echo-message");
    gather("#x", ann, bob);
    forget(ann, bob);
    bob.sends("PRIVMSG #x :hello");
    const [, msgid = ""] = /msgid=(\S+)/.exec(bob.looks()) ?? [];
    ann.sends(`MODE #x ${mode}`);
    if (mode.startsWith("+f")) bob.sends("PRIVMSG #x :once more");
    forget(ann, bob);
    bob.sends(`REDACT #x ${msgid} :viagra`, "PART #x :viagra");
    ann.sees([`${by("bob")} REDACT #x :${msgid}`, `${by("bob")} PART #x`]);
    bob.sends("JOIN #x");
  }
  const { ann, bob } = room("viagra");
  bob.sends("PART #x :good night");
  ann.sees([`${by("bob")} PART #x :good night`]);
});

Deno.test("a filter of what CTCP is told by refuses nobody who waves", () => {
  const { ann, bob } = room("action");
  bob.sends("PRIVMSG #x :\x01ACTION waves\x01");
  ann.sees([`${by("bob")} PRIVMSG #x :\x01ACTION waves\x01`]);
});

Deno.test("filters hold for a voice, not for who leads", () => {
  const { ann, bob, eve } = room("viagra");
  ann.sends("MODE #x +vh bob eve");
  forget(ann, bob, eve);
  bob.sends("PRIVMSG #x :viagra");
  bob.sees([refused("bob", "viagra")]);
  eve.sends("PRIVMSG #x :no viagra here");
  ann.sends("PRIVMSG #x :no viagra here");
  bob.sees(["eve", "ann"].map((nick) => `${by(nick)} PRIVMSG #x :no viagra here`));
});

Deno.test("a filter looks at all lines of a message, and at reactions", () => {
  const { table, ann } = room("viagra");
  const kim = table.user("kim", "batch", "draft/multiline", "message-tags");
  gather("#x", kim);
  forget(ann, kim);
  const line = (text: string, tag = "") => `@batch=1${tag} PRIVMSG #x :${text}`;
  kim.sends("BATCH +1 draft/multiline #x", line("hello"), line("viagra"), "BATCH -1");
  kim.sees([refused("kim", "viagra")]);
  const joined = line("gra", ";draft/multiline-concat");
  kim.sends("BATCH +1 draft/multiline #x", line("via"), joined, "BATCH -1");
  kim.sees([refused("kim", "viagra")]);
  kim.sends("@+draft/react=viagra;+draft/reply=x TAGMSG #x");
  kim.sees([refused("kim", "viagra")]);
  ann.sees([]);
});

Deno.test("a plain client is told of a filter in words", () => {
  const table = createTable();
  const bob = table.plain("bob");
  const modes = [{ kind: "list", letter: "g", isSet: true, mask: "viagra" }] as const;
  table.publishes({ kind: "modesSet", user: undefined, channel: "#lobby", changes: modes });
  bob.looks();
  bob.sends("viagra");
  assert.equal(
    bob.looks(),
    `[server] #lobby: That channel takes nothing with "viagra" in it; say it in other words (+g)\n`,
  );
});

Deno.test("filters are listed to who leads, in small letters, and taken off as they are listed", () => {
  const { table, ann, bob } = room();
  const at = `${Math.floor(table.nowMs / 1000)}`;
  ann.sends("MODE #x +gg Vi*RA ＢＡＤ");
  for (const seat of [ann, bob]) seat.sees([`${by("ann")} MODE #x +gg vi*ra bad`]);
  ann.sends("MODE #x +g");
  ann.sees([
    `:chat.local 941 ann #x vi*ra ann!~ann@localhost ${at}`,
    `:chat.local 941 ann #x bad ann!~ann@localhost ${at}`,
    ":chat.local 940 ann #x :End of channel filter list",
  ]);
  bob.sends("MODE #x +g", "MODE #x +g worse");
  const no = ":chat.local 482 bob #x :You are not an operator of that channel";
  bob.sees([no, no]);
  ann.sends("MODE #x -g VI*ra");
  bob.sees([`${by("ann")} MODE #x -g vi*ra`]);
});

Deno.test("what is no pattern is told by 696: without a letter, too long, too loose", () => {
  const { ann } = room();
  const long = "x".repeat(101);
  const loose = `?${"x".repeat(31)}`;
  const text =
    "A filter is words with * and ?, without spaces, of at most 100 bytes; ? may be a space";
  for (const bad of ["*", "??", long, loose]) {
    ann.sends(`MODE #x +g ${bad}`);
    ann.sees([`:chat.local 696 ann #x g ${bad} :${text}`]);
  }
  ann.sends("MODE #x +g :two words", "MODE #x +g ::x");
  ann.sees([1, 2].map(() => `:chat.local 696 ann #x g * :${text}`));
});

Deno.test("filters share the hundred entries of a channel's lists", () => {
  const { ann } = room();
  for (let at = 0; at < 50; at++) ann.sends(`MODE #x +bg n${at} w${at}`);
  ann.looks();
  ann.sends("MODE #x +g more");
  ann.sees([":chat.local 478 ann #x g :The channel's lists are full: 100 masks"]);
});

Deno.test("what is said after a filter came first is void, and refused by 404", () => {
  const { table, ann, bob } = room();
  table.bus.holds = true;
  ann.sends("MODE #x +g viagra");
  bob.sends("PRIVMSG #x :viagra");
  table.releases();
  bob.sees([`${by("ann")} MODE #x +g viagra`, refused("bob", "viagra")]);
  ann.sees([`${by("ann")} MODE #x +g viagra`]);
});
