import assert from "node:assert/strict";
import { commandTable } from "../../server/commands/table.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("PING is answered by PONG with the same token, before registration and after", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("PING 123", "PING :a b", "PING", "PING :", "PONG x", "PONG");
  ann.sees([
    ":chat.local PONG chat.local :123",
    ":chat.local PONG chat.local :a b",
    ":chat.local 461 * PING :Parameters are missing",
    ":chat.local 461 * PING :Parameters are missing",
  ]);
  const bob = table.user("bob");
  bob.sends("PING chat.local", `PING ${"x".repeat(504)}`);
  const [first, second = ""] = bob.lines();
  assert.equal(first, ":chat.local PONG chat.local :chat.local");
  assert.match(second, /^:chat\.local PONG chat\.local :x{450,}$/);
});

Deno.test("QUIT is answered by ERROR and the end, and told once to each who shares a channel", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob]) seat.sends("JOIN #x,#y");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("QUIT :See you", "PRIVMSG #x :too late");
  ann.leaves(["ERROR :Closing link: Quit: See you"]);
  bob.sees([":ann!~ann@localhost QUIT :Quit: See you"]);
  eve.sees([]);
  assert.equal(table.world.userByNick("ann"), undefined);
  bob.sends("QUIT");
  bob.leaves(["ERROR :Closing link: Quit: "]);
});

Deno.test("a connection that is lost is told with its reason, and its nick is free", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  bob.looks();
  ann.drops("Connection lost");
  bob.sees([":ann!~ann@localhost QUIT :Connection lost"]);
  bob.sends("NICK ann");
  bob.sees([":bob!~bob@localhost NICK ann"]);
});

Deno.test("QUIT before registration ends the connection and is told to nobody", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("NICK ann", "QUIT bye", "USER ann 0 * :Ann");
  ann.leaves(["ERROR :Closing link: Quit: bye"]);
  assert.equal(table.world.sessions.size, 0);
});

Deno.test("MOTD and VERSION answer for this server, its masks and its users alone", () => {
  const table = createTable({ motd: ["Be kind."] });
  const ann = table.user("ann");
  const motd = [
    ":chat.local 375 ann :- chat.local Message of the day -",
    ":chat.local 372 ann :Be kind.",
    ":chat.local 376 ann :End of /MOTD command",
  ];
  for (const target of ["", " CHAT.local", " *.local", " ann"]) {
    ann.sends(`MOTD${target}`);
    ann.sees(motd);
    ann.sends(`VERSION${target}`);
    const lines = ann.lines();
    assert.equal(lines[0], ":chat.local 351 ann chat-1 chat.local :chat, TypeScript on Deno");
    assert.match(lines[1] ?? "", / 005 ann .* :are supported by this server$/);
  }
  ann.sends("MOTD irc.example.org", "VERSION :no such");
  ann.sees([
    ":chat.local 402 ann irc.example.org :There is no such server",
    ":chat.local 402 ann * :There is no such server",
  ]);
});

Deno.test("MOTD is answered by 422 where there is none", () => {
  const ann = createTable().user("ann");
  ann.sends("MOTD");
  ann.sees([":chat.local 422 ann :There is no message of the day"]);
});

Deno.test("LUSERS counts", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  table.connect().sends("NICK eve");
  bob.sends("MODE bob +i", "JOIN #x");
  table.user("gone").sends("QUIT");
  ann.sends("LUSERS");
  ann.sees([
    ":chat.local 251 ann :There are 1 users and 1 invisible on 1 servers",
    ":chat.local 252 ann 0 :operators are online",
    ":chat.local 253 ann 1 :connections are not registered",
    ":chat.local 254 ann 2 :channels exist",
    ":chat.local 255 ann :I have 2 clients and 0 servers",
    ":chat.local 265 ann 2 3 :Users now: 2, at most: 3",
    ":chat.local 266 ann 2 3 :Users now: 2, at most: 3",
  ]);
});

Deno.test("HELP lists the commands and tells about each, and answers 524 for what is none", () => {
  const ann = createTable().user("ann");
  ann.sends("HELP");
  const lines = ann.lines();
  assert.deepEqual([...lines.slice(0, 2), ...lines.slice(-2)], [
    ":chat.local 704 ann * :HELP <command> tells about one of these:",
    ":chat.local 705 ann * :",
    ":chat.local 705 ann * :Topics: CAPABILITIES MODES USERMODES",
    ":chat.local 706 ann * :End of /HELP",
  ]);
  const names = lines.slice(2, -2).map((line) => line.replace(":chat.local 705 ann * :", ""));
  assert.equal(names.join(" "), [...commandTable.keys()].sort().join(" "));
  ann.sends("HELP privmsg", "HELP bogus", "HELP :a b");
  ann.sees([
    ":chat.local 704 ann PRIVMSG :PRIVMSG <target>{,<target>} :<text>",
    ":chat.local 705 ann PRIVMSG :",
    ":chat.local 705 ann PRIVMSG :Says something to channels and nicks.",
    ":chat.local 706 ann PRIVMSG :End of /HELP",
    ":chat.local 524 ann BOGUS :There is no help on this; try HELP",
    ":chat.local 524 ann * :There is no help on this; try HELP",
  ]);
});

Deno.test("HELP tells about each topic that it lists, in whatever case", () => {
  const ann = createTable().user("ann");
  for (const topic of ["CAPABILITIES", "modes", "UserModes"]) {
    ann.sends(`HELP ${topic}`);
    const lines = ann.lines();
    const name = topic.toUpperCase();
    assert.match(lines[0] ?? "", new RegExp(`^:chat\\.local 704 ann ${name} :\\S`));
    for (const line of lines.slice(1, -1)) {
      assert.ok(line.startsWith(`:chat.local 705 ann ${name} :`));
    }
    assert.equal(lines.at(-1), `:chat.local 706 ann ${name} :End of /HELP`);
  }
});

Deno.test("HELPOP is HELP, and every command tells how it is written", () => {
  const ann = createTable().user("ann");
  for (const name of commandTable.keys()) {
    ann.sends(`HELPOP ${name}`);
    assert.match(ann.lines()[0] ?? "", new RegExp(`^:chat\\.local 704 ann ${name} :${name}`));
  }
});

Deno.test("ADMIN tells who runs the server, without an address", () => {
  const table = createTable();
  const ann = table.user("ann");
  for (const target of ["", " chat.local", " ann", " *.local"]) {
    ann.sends(`ADMIN${target}`);
    ann.sees([
      ":chat.local 256 ann chat.local :Administrative info",
      ":chat.local 257 ann :Whoever runs this server has not said who they are",
      ":chat.local 258 ann :Ask in #lobby",
    ]);
  }
});

Deno.test("INFO, TIME and LINKS tell of the one server that there is", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("INFO", "TIME", "LINKS", "LINKS *.net", "LINKS chat.local *");
  const links = [
    ":chat.local 364 ann chat.local chat.local :0 chat",
    ":chat.local 365 ann * :End of /LINKS list",
  ];
  ann.sees([
    ":chat.local 371 ann :chat-1: a chat server that any client can talk to",
    ":chat.local 371 ann :Started today",
    ":chat.local 374 ann :End of INFO list",
    `:chat.local 391 ann chat.local ${Math.floor(table.nowMs / 1000)} 0 :at ${table.nowMs}`,
    ...links,
    ...links,
    ...links,
  ]);
});

Deno.test("what asks for another server is answered by 402", () => {
  const ann = createTable().user("ann");
  const lines = ["VERSION", "MOTD", "ADMIN", "INFO", "TIME", "STATS u", "LUSERS *", "WHOIS"];
  for (const line of lines) {
    ann.sends(`${line} nosuch.example${line === "WHOIS" ? " ann" : ""}`);
    ann.sees([":chat.local 402 ann nosuch.example :There is no such server"]);
  }
});

Deno.test("STATS u tells how long the server has been up", () => {
  const table = createTable();
  const ann = table.user("ann");
  table.nowMs += ((26 * 60 + 3) * 60 + 4) * 1000;
  for (const line of ["STATS u", "STATS u chat.local", "STATS u ann"]) {
    ann.sends(line);
    ann.sees([
      ":chat.local 242 ann :Server Up 1 days 2:03:04",
      ":chat.local 219 ann u :End of /STATS report",
    ]);
  }
});

Deno.test("STATS answers a letter that it does not know by its end alone, and none by 461", () => {
  const ann = createTable().user("ann");
  ann.sends("STATS c", "STATS ?", "STATS long", "STATS :a b", "STATS", "STATS :");
  ann.sees([
    ":chat.local 219 ann c :End of /STATS report",
    ":chat.local 219 ann ? :End of /STATS report",
    ":chat.local 219 ann long :End of /STATS report",
    ":chat.local 219 ann * :End of /STATS report",
    ":chat.local 461 ann STATS :Parameters are missing",
    ":chat.local 461 ann STATS :Parameters are missing",
  ]);
});

Deno.test("STATS k lists who is shut out, to operators only", () => {
  const ann = createTable().user("ann");
  ann.sends("STATS k");
  ann.sees([":chat.local 481 ann :You are no operator of this server"]);
  ann.sends("OPER root secret", "DLINE 192.0.2.7 :open proxy", "DLINE 5 192.0.2.8");
  ann.looks();
  ann.sends("STATS k");
  ann.sees([
    ":chat.local 216 ann K 192.0.2.7 * * :open proxy",
    ":chat.local 216 ann K 192.0.2.8 * * :",
    ":chat.local 219 ann k :End of /STATS report",
  ]);
});
