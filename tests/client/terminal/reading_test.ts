import assert from "node:assert/strict";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";
import { startServer } from "../../helpers/server.ts";
import { WireClient } from "../../helpers/wire_client.ts";

const sizes = [[20, 6], [40, 10], [80, 24], [300, 60], [20, 24], [300, 5]] as const;

function privmsgs(count: number, text = "line"): string {
  return Array.from({ length: count }, (_, at) => `PRIVMSG #lobby :${text} ${at + 1}.\r\n`).join(
    "",
  );
}

peerTest("older messages come from the server as somebody pages up, and stay in order", [
  "tmux",
], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using bob = await WireClient.joined(server.port, "bob", "echo-message");
  await bob.sends(privmsgs(180));
  await bob.feed.expects("line 180.");
  await using ann = await Person.start({ port: server.port, rows: 40 });
  await ann.sees("line 180.");
  // A page that arrives is drawn too, so that a screen may be passed before it is looked at: on the way up only.
  for (let top = Infinity; top > 1;) {
    await ann.presses("PageUp");
    const wasTop = top;
    top = firstLine(await ann.terminal.until((rows) => firstLine(rows) < wasTop));
  }
  const seen = new Set<number>();
  for (let last = 0; last < 180;) {
    const wasLast = last;
    const rows = await ann.terminal.until((rows) => lastLine(rows) > wasLast && isUnbroken(rows));
    last = lastLine(rows);
    for (const number of numbersIn(rows)) seen.add(number);
    if (last < 180) await ann.presses("PageDown");
  }
  assert.deepEqual([...seen].sort((one, other) => one - other), numbersTo(180));
  await ann.presses("PageUp");
  await ann.terminal.until((rows) => lastLine(rows) < 180);
  await bob.sends("PRIVMSG #lobby :while you read\r\n");
  await ann.sees(/↓|more|below/);
  await ann.presses("C-End");
  await ann.sees("while you read");
});

peerTest("the screen is whole at every size from 20 to 300 columns", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port });
  await ann.sees("you joined #lobby");
  await using bob = await WireClient.joined(server.port, "bob", "echo-message");
  await bob.sends("PRIVMSG #lobby :wide 漢字漢字漢字 👩‍👩‍👧 العربية é end\r\n");
  await ann.sees("end");
  await ann.types("typed");
  for (const [columns, rows] of sizes) {
    await ann.terminal.resize(columns, rows);
    const seen = await ann.terminal.until((all) => {
      const last = all.at(-1) ?? "";
      return all.length === rows && /› typed$/.test(last) &&
        all.some((row) => /e\W?n\W?d/.test(row));
    });
    const wide = columns >= 80 && rows >= 10;
    assert.equal(seen.some((row) => row.includes("2  #lobby")), wide, `${columns} columns`);
    const [, row] = await ann.terminal.cursor();
    assert.equal(row, rows - 1);
  }
});

peerTest("what is searched is found on the server and marked on the screen", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using bob = await WireClient.joined(server.port, "bob", "echo-message");
  await bob.sends(`PRIVMSG #lobby :a needle far above\r\n${privmsgs(120, "hay")}`);
  await bob.feed.expects("hay 120.");
  const variables = { TERM: "xterm-256color" };
  await using ann = await Person.start({ port: server.port, variables });
  await ann.sees("hay 120.");
  await ann.enters("/search needle");
  await ann.sees('Found 1 message for "needle"');
  await ann.sees("bob: a needle far");
  await ann.enters("/search 119");
  await ann.sees('Found 1 message for "119"');
  // What is found on the screen stands in colours of its own.
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  await ann.seesStyled(/hay (?:\x1b\[[0-9;]*m)+119\x1b/);
  await ann.enters("/clear");
  await ann.seesNo("hay");
  await bob.sends("PRIVMSG #lobby :after\r\n");
  const rows = await ann.sees("after");
  assert.ok(
    !rows.some((row) => row.includes("hay")),
    rows.join("\n"),
  );
  await ann.presses("PageUp");
  await ann.sees("hay");
});

peerTest("two clients of one account know what the other one has read", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using bob = await WireClient.joined(server.port, "bob", "echo-message");
  const variables = { CHAT_ACCOUNT_PASSWORD: "correct-horse-battery" };
  await using desk = await Person.start({ port: server.port, nick: "ann", variables });
  await desk.sees("you joined #lobby");
  await desk.enters("/register correct-horse-battery");
  await desk.sees(/account/i);
  const args = ["--account", "ann"];
  await using phone = await Person.start({ port: server.port, nick: "ann", args, variables });
  await phone.sees("#lobby");
  await phone.presses("M-1");
  await phone.sees("127.0.0.1  connected");
  await desk.presses("M-1");
  await desk.sees("127.0.0.1  connected");
  await bob.sends("PRIVMSG #lobby :news\r\n");
  await phone.sees(/#lobby +1/);
  await desk.sees(/#lobby +1/);
  await desk.presses("M-a");
  await desk.sees("─ new ─");
  await phone.seesNo(/#lobby +1/);
});

peerTest("the list of members goes and comes, and shows ranks", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port, args: ["--join", "#dev"] });
  await ann.sees(/│ +@ann$/);
  await ann.presses("M-m");
  await ann.seesNo(/│ +@ann$/);
  await ann.presses("M-m");
  await ann.sees("1 person");
});

function numbersIn(rows: readonly string[]): readonly number[] {
  return rows.flatMap((row) => /line ([0-9]+)\./.exec(row)?.[1] ?? []).map(Number);
}

/** A screen that is half drawn has rows of both pages. */
function isUnbroken(rows: readonly string[]): boolean {
  const numbers = numbersIn(rows);
  return numbers.every((number, at) => number === (numbers[0] ?? 0) + at);
}

function numbersTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, at) => at + 1);
}

function lastLine(rows: readonly string[]): number {
  return Math.max(0, ...numbersIn(rows));
}

function firstLine(rows: readonly string[]): number {
  return numbersIn(rows)[0] ?? Infinity;
}
