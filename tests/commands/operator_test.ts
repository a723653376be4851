import assert from "node:assert/strict";
import type { Policy } from "../../server/commands/command.ts";
import type { Seat } from "../helpers/seat.ts";
import { forget, gather } from "../helpers/gather.ts";
import { createTable, type Table } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;
const wrong = ":chat.local 464 ann :That is no operator's name and password";
const right = [
  ":chat.local 381 ann :You are an operator of this server",
  ":chat.local MODE ann +o",
];

/** An operator, with nothing left to see. */
function operator(table: Table, nick = "ann"): Seat {
  const seat = table.user(nick);
  seat.sends("OPER root secret");
  assert.equal(seat.session.isOperator, true);
  seat.looks();
  return seat;
}

/** A server that looks operators up for so long that the test can do something meanwhile. */
function slowTable() {
  const answers: ((isRight: boolean) => void)[] = [];
  const checkOperator: Policy["checkOperator"] = (_, answer) => answers.push(answer);
  const table = createTable({ policy: { checkOperator } });
  const answer = (isRight: boolean) => table.step(() => answers.shift()?.(isRight));
  return { table, answer };
}

Deno.test("OPER with the right name and password is answered by 381 and the mode", () => {
  const ann = createTable().user("ann");
  ann.sends("OPER root secret", "MODE ann", "OPER root secret");
  ann.sees([...right, ":chat.local 221 ann +o", ...right]);
});

Deno.test("OPER answers a wrong name and a wrong password alike, by 464", () => {
  const ann = createTable().user("ann");
  ann.sends("OPER root wrong", "OPER nobody secret", "OPER nobody wrong", "OPER ROOT secret");
  ann.sees([wrong, wrong, wrong, wrong]);
  assert.equal(ann.session.isOperator, false);
});

Deno.test("OPER needs a name and a password, and registration", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("OPER", "OPER root", "OPER : secret");
  ann.sees(new Array(3).fill(":chat.local 461 ann OPER :Parameters are missing"));
  const bob = table.connect();
  bob.sends("CAP END", "OPER root secret");
  bob.sees([":chat.local 451 * :Register first: NICK and USER"]);
});

Deno.test("OPER is answered by 491 where nobody can be an operator, and nothing is looked up", () => {
  const checkOperator = () => assert.fail("It was looked up");
  const ann = createTable({ policy: { hasOperators: false, checkOperator } }).user("ann");
  ann.sends("OPER root secret");
  ann.sees([":chat.local 491 ann :This server has no operators"]);
});

Deno.test("lines sent after OPER wait until it is answered", () => {
  const { table, answer } = slowTable();
  const ann = table.user("ann");
  ann.sends("OPER root secret", "REHASH", "PING x");
  ann.sees([]);
  assert.equal(ann.heldLines, 2);
  answer(true);
  ann.sees([...right, ":chat.local 382 ann config :Rehashing", ":chat.local PONG chat.local :x"]);
});

Deno.test("what others say meanwhile does not wait for OPER", () => {
  const { table, answer } = slowTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("OPER root wrong");
  bob.sends("PRIVMSG ann :hi");
  ann.sees([`${by("bob")} PRIVMSG ann :hi`]);
  answer(false);
  ann.sees([wrong]);
});

Deno.test("OPER is answered with its label, however late", () => {
  const { table, answer } = slowTable();
  const ann = table.user("ann", "labeled-response", "batch");
  ann.sends("@label=a OPER root wrong", "@label=b PING x");
  ann.sees([]);
  answer(false);
  ann.sees([`@label=a ${wrong}`, "@label=b :chat.local PONG chat.local :x"]);
});

Deno.test("an answer to OPER that comes after the session has gone does nothing", () => {
  const { table, answer } = slowTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends("OPER root secret");
  ann.drops("Connection lost");
  bob.sees([`${by("ann")} QUIT :Connection lost`]);
  answer(true);
  ann.sees([]);
  assert.equal(ann.session.isOperator, false);
  bob.sees([]);
  bob.sends("WHO * o");
  bob.sees([":chat.local 315 bob * :End of WHO list"]);
});

Deno.test("who steps down with MODE -o is no operator any more; +o makes none", () => {
  const table = createTable();
  const ann = operator(table);
  ann.sends("MODE ann -o", "REHASH", "MODE ann +o", "MODE ann");
  ann.sees([
    `${by("ann")} MODE ann -o`,
    ":chat.local 481 ann :You are no operator of this server",
    ":chat.local 221 ann +",
  ]);
});

Deno.test("the commands of operators are refused to others by 481, after 461", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  const lines = [
    "KILL bob :x",
    "KILL ann",
    "WALLOPS :x",
    "REHASH",
    "DLINE",
    "UNDLINE x",
    "KLINE",
    "SHUN x",
  ];
  for (const line of lines) {
    ann.sends(line);
    ann.sees([":chat.local 481 ann :You are no operator of this server"]);
  }
  for (const name of ["KILL", "WALLOPS", "UNDLINE"]) {
    ann.sends(name);
    ann.sees([`:chat.local 461 ann ${name} :Parameters are missing`]);
  }
  bob.sees([]);
});

Deno.test("KILL ends all with KILL and ERROR, and others see QUIT with who did it and why", () => {
  const table = createTable();
  const ann = operator(table);
  const [bob, eve] = [table.user("bob"), table.user("eve")];
  gather("#x", bob, eve);
  ann.sends("KILL BOB :bad manners");
  bob.leaves([
    `${by("ann")} KILL bob :bad manners`,
    "ERROR :Closing link: Killed (ann (bad manners))",
  ]);
  eve.sees([`${by("bob")} QUIT :Killed (ann (bad manners))`]);
  ann.sees([]);
  ann.sends("KILL eve");
  eve.leaves([
    `${by("ann")} KILL eve :no reason`,
    "ERROR :Closing link: Killed (ann (no reason))",
  ]);
});

Deno.test("KILL of nobody, of the server and of oneself", () => {
  const table = createTable();
  const ann = operator(table);
  ann.sends("KILL nobody :x", "KILL :a b", "KILL CHAT.local :x", "KILL #lobby :x");
  ann.sees([
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 401 ann * :There is nobody of that name",
    ":chat.local 483 ann :The server can't be killed",
    ":chat.local 401 ann #lobby :There is nobody of that name",
  ]);
  ann.sends("KILL ann :enough", "PING x");
  ann.leaves([`${by("ann")} KILL ann :enough`, "ERROR :Closing link: Killed (ann (enough))"]);
});

Deno.test("a reason of KILL is cut so that the line fits", () => {
  const table = createTable();
  const ann = operator(table);
  const [bob, eve] = [table.user("bob"), table.user("eve")];
  gather("#x", bob, eve);
  ann.sends(`KILL bob :${"é".repeat(200)}`);
  eve.sees([`${by("bob")} QUIT :Killed (ann (${"é".repeat(150)}))`]);
});

Deno.test("WALLOPS goes to all who have mode w, from wherever, and to nobody else", () => {
  const table = createTable();
  const ann = operator(table);
  const [bob, eve] = [table.user("bob"), table.user("eve")];
  bob.sends("MODE bob +w");
  forget(bob);
  ann.sends("WALLOPS :back in five");
  bob.sees([`${by("ann")} WALLOPS :back in five`]);
  eve.sees([]);
  ann.sees([]);
  ann.sends("MODE ann +w", "WALLOPS word", "WALLOPS :");
  ann.sees([
    `${by("ann")} MODE ann +w`,
    `${by("ann")} WALLOPS :word`,
    ":chat.local 461 ann WALLOPS :Parameters are missing",
  ]);
});

Deno.test("REHASH is answered by 382, and a wrong file by what is wrong with it", () => {
  const faults = [undefined, 'chat.toml:3: Key "prot" is unknown'];
  const table = createTable({ policy: { rehash: () => faults.shift() } });
  const ann = operator(table);
  ann.sends("REHASH");
  ann.sees([":chat.local 382 ann config :Rehashing"]);
  ann.sends("REHASH");
  ann.sees([
    ":chat.local 382 ann config :Rehashing",
    ':chat.local NOTICE ann :chat.toml:3: Key "prot" is unknown',
  ]);
});
