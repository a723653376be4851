import assert from "node:assert/strict";
import { type FakePeer, FakeServer } from "../../helpers/client_fake_server.ts";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";

const escape = "\x1b";
/** What could do harm to a terminal, or to rows on it. */
const hostile = [
  `${escape}[2J${escape}[H${escape}[31mred`,
  `${escape}]0;owned\x07${escape}]9;owned\x07`,
  `${escape}]52;c;b3duZWQ=\x07`,
  `${escape}P1000p${escape}\\${escape}_x${escape}\\`,
  `${escape}[?1049l${escape}[?25l${escape}c`,
  "\x9b2J\x9d0;owned\x9c\x90x\x9c\u0085\u008d",
  "\b\b\b\b\x7f\v\f\t",
  "\u202Etxet\u202D \u2066x\u2067y \u200F\u061C",
  `Z${"\u0301\u0489".repeat(200)}algo`,
  "\u200B\u200D\u2060\uFEFF\u00AD".repeat(30),
  "\u{E0041}\u{E0042}\uFFF9x\uFFFAy\uFFFB",
  "漢".repeat(100),
  "👨‍👩‍👧‍👦🏳️‍🌈".repeat(20),
  `${"\uD83D"}x`,
  "\u2028line\u2029para",
  "﷽".repeat(20),
];

async function inLobby(server: FakeServer, columns: number) {
  const person = await Person.start({ port: server.port, columns, rows: 20 });
  const peer = await server.welcome("server-time message-tags batch away-notify");
  await peer.skipUntil("JOIN #lobby");
  await peer.send(
    ":ann!chat@host JOIN #lobby",
    ":s 353 ann = #lobby :@ann bob",
    ":s 366 ann #lobby :",
  );
  await person.sees("you joined #lobby");
  return { person, peer };
}

/** The frame of the screen stands where it stood: the list, the separators, the status and the line to type in. */
async function isIntact(person: Person, peer: FakePeer, isWide: boolean): Promise<void> {
  const mark = crypto.randomUUID().slice(0, 8);
  await peer.send(`:bob!b@h PRIVMSG #lobby :mark ${mark}`);
  const rows = await person.sees(mark);
  const screen = rows.join("\n");
  assert.equal(rows.length, 20, screen);
  assert.match(rows[18] ?? "", /^ ● ann 127\.0\.0\.1/, screen);
  assert.match(rows[19] ?? "", /^ann › Write to /, screen);
  if (isWide) {
    const at = rows[0]?.indexOf("│");
    for (const row of rows.slice(0, 18)) assert.equal(row.indexOf("│"), at, screen);
  }
  assert.ok(!/red$|owned/.test(await person.terminal.value("pane_title")));
  assert.equal(await person.terminal.value("alternate_on"), "1");
  assert.equal(await person.terminal.value("cursor_flag"), "1");
  const [column, row] = await person.terminal.cursor();
  assert.deepEqual([column, row], ["ann › ".length, 19]);
}

for (const columns of [40, 90]) {
  peerTest(`hostile text leaves the screen alone (${columns} columns)`, ["tmux"], async () => {
    using server = new FakeServer();
    const { person, peer } = await inLobby(server, columns);
    await using ann = person;
    const isWide = columns > 80;
    for (const text of hostile) {
      const word = text.replace(/[ \r\n\0]/g, "").slice(0, 300);
      await peer.send(
        `:bob!b@h PRIVMSG #lobby :${text}`,
        `:bob!b@h PRIVMSG #lobby :\x01ACTION ${text}\x01`,
        `:bob!b@h NOTICE #lobby :${text}`,
        `:bob!b@h PRIVMSG #lobby :\x0304,02\x02\x1d${text}`,
        `:${word}!u@h JOIN #lobby`,
        `:${word}!u@h PRIVMSG #lobby :from a bad nick`,
        `:${word}!u@h AWAY :${text}`,
        `:bob!b@h TOPIC #lobby :${text}`,
        `:${word}!u@h QUIT :${text}`,
        `:s 301 ann ${word} :${text}`,
        `:s 311 ann ${word} ${word} ${word} * :${text}`,
        `:s 319 ann bob :${text}`,
        `:s 404 ann #lobby :${text}`,
        `:bob!b@h INVITE ann :#${word}`,
        `:bob!b@h KICK #lobby ${word} :${text}`,
      );
      await isIntact(ann, peer, isWide);
    }
    await peer.send(`:bob!b@h PRIVMSG #lobby :${"x".repeat(7000)}`);
    await isIntact(ann, peer, isWide);
    const word = hostile[0] ?? "";
    await peer.send(`:ann!chat@host JOIN #${word}`, `:bob!b@h PRIVMSG ann :${word}`);
    await isIntact(ann, peer, isWide);
    await ann.presses("C-c");
    await ann.sees("exit code 0");
  });
}
