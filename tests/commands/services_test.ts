import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { testAccountPolicy } from "../helpers/policy.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const nickServ = (nick: string, text: string) =>
  `:NickServ!NickServ@chat.local NOTICE ${nick} :${text}`;
const chanServ = (nick: string, text: string) =>
  `:ChanServ!ChanServ@chat.local NOTICE ${nick} :${text}`;

/** A user who has made an account of its nick. */
function owner(table: Table, nick: string): Seat {
  const seat = table.user(nick);
  seat.sends("NS REGISTER sesame");
  assert.equal(seat.session.user?.account, nick);
  forget(seat);
  return seat;
}

Deno.test("NickServ makes accounts and logs in, and nobody sees what it is told", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("CAP REQ echo-message", "PRIVMSG nickserv :register sesame");
  ann.sees([
    ":chat.local CAP ann ACK :echo-message",
    ":chat.local 900 ann ann!~ann@localhost ann :You are logged in as ann",
    nickServ("ann", "The account ann is yours, and you are logged in"),
  ]);
  bob.sees([]);
  ann.sends("NickServ LOGOUT");
  ann.sees([":chat.local 901 ann ann!~ann@localhost :You are logged out"]);
  ann.sends("PRIVMSG NickServ :IDENTIFY guess", "NS IDENTIFY bob sesame", "NS identify sesame");
  ann.sees([
    nickServ("ann", "That is no account's name and password"),
    nickServ("ann", "That is no account's name and password"),
    ":chat.local 900 ann ann!~ann@localhost ann :You are logged in as ann",
    nickServ("ann", "You are logged in as ann"),
  ]);
  ann.sends("HISTORY NickServ");
  assert.doesNotMatch(ann.looks(), /sesame/);
  ann.sends("NOTICE NickServ :REGISTER x", "NS", "NS sesame", "NS GHOST");
  const lines = ann.lines();
  assert.ok(lines.includes(nickServ("ann", "REGISTER <password> - makes an account of your nick")));
  assert.deepEqual(lines.slice(-2), [
    nickServ("ann", "I don't know that command; HELP lists them"),
    nickServ("ann", "Say GHOST <nick>"),
  ]);
});

Deno.test("NickServ refuses what REGISTER refuses", () => {
  const accounts = testAccountPolicy({ mayRegister: false });
  const ann = createTable({ policy: { accounts } }).user("ann");
  ann.sends("NS REGISTER sesame");
  ann.sees([nickServ("ann", "No accounts can be made here")]);
  const bob = createTable().user("bob");
  bob.sends("NS REGISTER bob");
  bob.sees([nickServ("bob", "Take at least 6 characters, and not the name")]);
});

Deno.test("GHOST ends a connection of the same account, and of nobody else", () => {
  const table = createTable();
  const old = owner(table, "ann");
  const ann = table.user("ann2");
  const bob = table.user("bob");
  ann.sends("NS GHOST ann", "NS IDENTIFY ann sesame", "NS GHOST bob", "NS GHOST ann2");
  assert.equal(old.isClosed, false);
  forget(ann);
  ann.sends("NS GHOST Ann", "NICK ann");
  old.leaves(["ERROR :Closing link: Ghosted by ann2"]);
  ann.sees([nickServ("ann2", "ann is sent away"), ":ann2!~ann2@localhost NICK ann"]);
  assert.equal(bob.isClosed, false);
});

Deno.test("REGAIN takes one's nick, and gives who has it another one", () => {
  const table = createTable();
  const old = owner(table, "ann");
  const ann = table.user("ann2");
  ann.sends("NS IDENTIFY ann sesame");
  forget(ann);
  ann.sends("NS REGAIN ann");
  ann.sees([":ann2!~ann2@localhost NICK ann"]);
  old.sees([":ann!~ann@localhost NICK guest"]);
});

Deno.test("SET PASSWORD changes the password, and the old one opens no more", () => {
  const table = createTable();
  const ann = owner(table, "ann");
  ann.sends("NS SET PASSWORD simsalabim", "NS SET COLOUR red", "NS SET PASSWORD ann");
  ann.sees([
    nickServ("ann", "Your password is changed"),
    nickServ("ann", "Say SET PASSWORD <password>"),
    nickServ("ann", "Take at least 6 characters, and not the name"),
  ]);
  ann.sends("NS IDENTIFY ann sesame", "NS IDENTIFY ann simsalabim");
  const [wrong, right] = ann.lines();
  assert.equal(wrong, nickServ("ann", "That is no account's name and password"));
  assert.match(right ?? "", / 900 /);
});

Deno.test("DROP ends an account by its password, logs out, and frees the name", () => {
  const table = createTable();
  const ann = owner(table, "ann");
  ann.sends("NS DROP ann guess", "NS DROP ann sesame");
  ann.sees([
    nickServ("ann", "That is no account's name and password"),
    ":chat.local 901 ann ann!~ann@localhost :You are logged out",
    nickServ("ann", "The account ann is dropped"),
  ]);
  assert.equal(table.world.accounts.count, 0);
  ann.sends("NICK zoe");
  const bob = table.user("ann");
  bob.sends("NS REGISTER simsalabim");
  assert.match(bob.looks(), /You are logged in as ann/);
});

Deno.test("ChanServ makes a channel one's own: it outlasts its members, and its owner leads it again", () => {
  const table = createTable();
  const ann = owner(table, "ann");
  const bob = table.user("bob");
  gather("#a", ann, bob);
  bob.sends("CS REGISTER #a");
  bob.sees([chanServ("bob", "Log in to an account first; see NickServ")]);
  ann.sends("CS REGISTER #a", "MODE #a +k key", "MODE #a +b ann!*@*", "CS REGISTER #nope");
  assert.match(ann.looks(), /NOTICE ann :#a is yours/);
  const { life } = table.world.channel("#a") ?? assert.fail();
  ann.sends("PART #a");
  bob.sends("PART #a");
  forget(ann, bob);
  bob.sends("JOIN #a", "CS OP #a");
  bob.sees([
    ":chat.local 475 bob #a :That is not the channel's key (+k)",
    chanServ("bob", "That channel is not your account's"),
  ]);
  ann.sends("JOIN #a");
  assert.match(ann.looks(), /:ann!~ann@localhost JOIN #a[^]*:chat\.local MODE #a \+o ann/);
  assert.equal(table.world.channel("#a")?.life, life);
  bob.sends("JOIN #a key");
  ann.sends("CS OP #a bob");
  assert.match(bob.looks(), /:chat\.local MODE #a \+o bob/);
  bob.sends("PART #a");
  forget(ann);
  ann.sends("PART #a", "CS DROP #a");
  assert.match(ann.looks(), /NOTICE ann :#a is nobody's now/);
  assert.equal(table.world.channel("#a"), undefined);
});

Deno.test("an account has at most 20 channels", () => {
  const table = createTable();
  const ann = owner(table, "ann");
  const names = Array.from({ length: 21 }, (_, at) => `#c${at}`);
  for (const name of names) ann.sends(`JOIN ${name}`, `CS REGISTER ${name}`);
  const told = [...ann.looks().matchAll(/NOTICE ann :(.*)\r\n/g)].map(([, text]) => text);
  assert.equal(told.at(-2), "#c19 is yours");
  assert.equal(told.at(-1), "You have 20 channels; drop one first");
  ann.sends("CS DROP #c0", "CS REGISTER #c20");
  assert.match(ann.looks(), /#c20 is yours/);
});

Deno.test("a channel ends with the account that it belongs to, where nobody is in it", () => {
  const table = createTable();
  const ann = owner(table, "ann");
  ann.sends("JOIN #a,#b", "CS REGISTER #a", "CS REGISTER #b", "PART #a", "NS DROP ann sesame");
  assert.equal(table.world.channel("#a"), undefined);
  assert.equal(table.world.channel("#b")?.owner, undefined);
});

Deno.test("people without IRC make an account and log in, and nobody sees the password", () => {
  const table = createTable();
  const bob = table.user("bob");
  const ann = table.plain("ann");
  bob.sends("JOIN #lobby");
  forget(bob, ann);
  ann.sends("/register sesame");
  ann.sees(["[server] The account ann is yours, and you are logged in"]);
  ann.sends("/msg NickServ identify guess");
  ann.sees(["[server] That is no account's name and password"]);
  ann.sends("exit");
  forget(bob);
  const again = table.connect();
  again.waits();
  again.sends("ann");
  assert.match(again.looks(), /The name ann is taken; you are ann2\. \/login ann PASSWORD gives/);
  again.sends("/login ann guess", "/login ann", "/login ann sesame");
  assert.deepEqual(again.lines(), [
    "[server] That is no account's name and password",
    "[server] Say who you are: /login NAME PASSWORD",
    "[server] You are logged in as ann",
    "[server] You are ann",
  ]);
  assert.doesNotMatch(bob.looks(), /sesame|guess/);
});

Deno.test("where an account is required, people without IRC are asked to log in", () => {
  const accounts = testAccountPolicy({ isRequired: true });
  for (const plain of ["alias", "anonymous"] as const) {
    const table = createTable({ plain, policy: { accounts } });
    table.account("Ann", "sesame");
    const ann = table.connect();
    ann.waits();
    const asked = "[server] Only people with an account are let in: /login NAME PASSWORD";
    ann.sends("ann", "/login ann guess", "/login ann sesame");
    const lines = ann.lines();
    assert.deepEqual(lines.slice(0, 3), [
      `login?${asked}`,
      "[server] That is no account's name and password",
      "[server] You are logged in as Ann",
    ]);
    assert.equal(ann.session.user?.nick, "Ann");
    assert.equal(ann.session.user?.account, "Ann");
  }
});
