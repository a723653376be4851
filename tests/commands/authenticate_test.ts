import assert from "node:assert/strict";
import { proveScram } from "../helpers/scram_client.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table, type TableOptions } from "../helpers/table.ts";
import { testAccountPolicy, testCredential } from "../helpers/policy.ts";
import type { Verdict } from "../../server/core/account.ts";
import { forget, gather } from "../helpers/gather.ts";

const wrong = ":chat.local 904 ann :That is no account's name and password";
const loggedIn = (source: string, nick = "ann") => [
  `:chat.local 900 ${nick} ${source} Ann :You are logged in as Ann`,
  `:chat.local 903 ${nick} :You are logged in`,
];

/** A table with an account of the name Ann. */
function tableOfAnn(options?: TableOptions): Table {
  const table = createTable(options);
  table.account("Ann", "sesame");
  return table;
}

function plain(name: string, password: string, authzid = ""): string {
  return btoa(`${authzid}\0${name}\0${password}`);
}

/** A client in the middle of registration. */
function negotiating(table: Table): Seat {
  const seat = table.connect();
  seat.sends("CAP REQ sasl", "NICK ann", "USER ann 0 * :Ann");
  seat.looks();
  return seat;
}

Deno.test("PLAIN logs in before registration, and the nick of the account is one's own", () => {
  const table = tableOfAnn();
  const ann = negotiating(table);
  ann.sends("AUTHENTICATE PLAIN");
  ann.sees(["AUTHENTICATE +"]);
  ann.sends(`AUTHENTICATE ${plain("ann", "sesame")}`);
  ann.sees(loggedIn("ann!~ann@localhost"));
  ann.sends("CAP END");
  assert.match(ann.looks(), /^:chat\.local 001 ann :/);
  assert.equal(ann.session.user?.account, "Ann");
});

Deno.test("a whole login may come in one packet", () => {
  const ann = tableOfAnn().connect();
  ann.sends(
    "CAP LS 302",
    "CAP REQ :sasl",
    "NICK ann",
    "USER ann 0 * :Ann",
    "AUTHENTICATE PLAIN",
    `AUTHENTICATE ${plain("ann", "sesame")}`,
    "CAP END",
  );
  const lines = ann.lines();
  assert.match(lines[0] ?? "", / sasl=PLAIN,SCRAM-SHA-256 /);
  const answers = lines.filter((line) => !/ CAP \S+ LS /.test(line));
  assert.deepEqual(answers.slice(0, 4), [
    ":chat.local CAP * ACK :sasl",
    "AUTHENTICATE +",
    ...loggedIn("ann!~ann@localhost"),
  ]);
  assert.match(answers[4] ?? "", / 001 ann /);
});

Deno.test("what comes behind a login waits until it has been looked at", () => {
  const answers: ((verdict: Verdict) => void)[] = [];
  const accounts = testAccountPolicy({ checkPassword: (_, answer) => answers.push(answer) });
  const table = tableOfAnn({ policy: { accounts } });
  const ann = negotiating(table);
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "x")}`, "CAP END");
  ann.sees(["AUTHENTICATE +"]);
  assert.equal(ann.heldLines, 1);
  table.step(() => answers.shift()?.("right"));
  assert.equal(ann.session.user?.account, "Ann");
  // Whoever goes meanwhile is not logged in, and nothing breaks.
  const bob = negotiating(table);
  bob.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "x")}`, "CAP END");
  bob.drops("Connection lost");
  table.step(() => answers.shift()?.("right"));
  assert.equal(bob.session.user, undefined);
});

Deno.test("a wrong password and a name without an account are answered alike", () => {
  const ann = negotiating(tableOfAnn());
  for (
    const [name, password] of [["ann", "wrong"], ["bob", "sesame"], ["", "sesame"], ["ann", ""]]
  ) {
    ann.sends("AUTHENTICATE plain", `AUTHENTICATE ${plain(name ?? "", password ?? "")}`);
    ann.sees(["AUTHENTICATE +", wrong]);
  }
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "sesame", "bob")}`);
  ann.sees(["AUTHENTICATE +", wrong]);
  for (const data of ["!", btoa("no zeros"), btoa("a\0b\0c\0d")]) {
    ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${data}`);
    assert.match(ann.looks(), / 904 /);
  }
  assert.equal(ann.session.registration.account, undefined);
});

Deno.test("an unknown mechanism is answered by those that are known", () => {
  const ann = negotiating(tableOfAnn());
  ann.sends("AUTHENTICATE GSSAPI");
  ann.sees([
    ":chat.local 908 ann PLAIN,SCRAM-SHA-256 :are known here",
    ':chat.local 904 ann :There is no way "GSSAPI" to log in',
  ]);
});

Deno.test("a long message comes in chunks of 400, and one longer than any is refused", () => {
  const table = createTable();
  const password = "p".repeat(350);
  table.account("Ann", password);
  const ann = negotiating(table);
  const text = plain("ann", password);
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${text.slice(0, 400)}`);
  ann.sees(["AUTHENTICATE +"]);
  ann.sends(`AUTHENTICATE ${text.slice(400)}`);
  ann.sees(loggedIn("ann!~ann@localhost"));
  const exact = negotiating(tableOfAnn());
  exact.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${"A".repeat(400)}`, "AUTHENTICATE +");
  assert.match(exact.looks(), / 904 /);
  const bob = negotiating(tableOfAnn());
  bob.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${"A".repeat(401)}`);
  bob.sees(["AUTHENTICATE +", ":chat.local 905 ann :That login is too long"]);
  bob.sends("AUTHENTICATE PLAIN", ...new Array(11).fill(`AUTHENTICATE ${"A".repeat(400)}`));
  bob.sees(["AUTHENTICATE +", ":chat.local 905 ann :That login is too long"]);
});

Deno.test("a login can be given up, by an asterisk and by CAP END", () => {
  const ann = negotiating(tableOfAnn());
  ann.sends("AUTHENTICATE PLAIN", "AUTHENTICATE *");
  ann.sees(["AUTHENTICATE +", ":chat.local 906 ann :The login is given up"]);
  ann.sends("NICK bob", "AUTHENTICATE PLAIN", "CAP END");
  const [, aborted, welcome = ""] = ann.lines();
  assert.equal(aborted, ":chat.local 906 bob :The login is given up");
  assert.match(welcome, / 001 bob /);
});

Deno.test("who is logged in is not logged in again before registration, but may be after it", () => {
  const table = tableOfAnn();
  table.account("Bob", "open");
  const ann = negotiating(table);
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "sesame")}`, "AUTHENTICATE PLAIN");
  assert.match(ann.looks(), / 907 ann :You are logged in already/);
  ann.sends("CAP END");
  ann.looks();
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("bob", "open")}`);
  assert.match(
    ann.looks(),
    /^AUTHENTICATE \+\r\n:chat\.local 900 ann ann!~ann@localhost Bob :.*\r\n.* 903 /,
  );
  assert.equal(ann.session.user?.account, "Bob");
});

Deno.test("SCRAM-SHA-256 logs in without the password being told", () => {
  const ann = negotiating(tableOfAnn());
  const bare = "n=ann,r=abcdef";
  ann.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,${bare}`)}`);
  const [first, challenge = ""] = ann.lines();
  assert.equal(first, "AUTHENTICATE +");
  const { last } = proveScram(atob(challenge.slice("AUTHENTICATE ".length)), {
    bare,
    password: "sesame",
  });
  ann.sends(`AUTHENTICATE ${btoa(last)}`);
  const [proof = ""] = ann.lines();
  assert.match(atob(proof.slice("AUTHENTICATE ".length)), /^v=/);
  assert.equal(ann.session.registration.account, undefined);
  ann.sends("AUTHENTICATE +");
  ann.sees(loggedIn("ann!~ann@localhost"));
});

Deno.test("a proof by SCRAM is void when the account has another password before the last message", () => {
  const table = tableOfAnn();
  const ann = negotiating(table);
  const bare = "n=ann,r=abcdef";
  ann.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,${bare}`)}`);
  const [, challenge = ""] = ann.lines();
  const { last } = proveScram(atob(challenge.slice("AUTHENTICATE ".length)), {
    bare,
    password: "sesame",
  });
  ann.sends(`AUTHENTICATE ${btoa(last)}`);
  assert.match(ann.looks(), /^AUTHENTICATE /);
  const credential = testCredential("another");
  table.publishes({ kind: "credentialSet", user: undefined, account: "Ann", credential });
  ann.sends("AUTHENTICATE +");
  ann.sees([wrong]);
});

Deno.test("a wrong proof by SCRAM is answered as a wrong password is", () => {
  for (const name of ["ann", "nobody"]) {
    const ann = negotiating(tableOfAnn());
    const bare = `n=${name},r=abcdef`;
    ann.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,${bare}`)}`);
    const [, challenge = ""] = ann.lines();
    const text = atob(challenge.slice("AUTHENTICATE ".length)).replace("i=600000", "i=4096");
    ann.sends(`AUTHENTICATE ${btoa(proveScram(text, { bare, password: "guess" }).last)}`);
    ann.sees([wrong]);
    assert.equal(ann.session.sasl, undefined);
  }
});

Deno.test("a registered nick is refused without its account, as is what looks like it", () => {
  const table = tableOfAnn();
  table.account("Bill", "x");
  const ann = table.connect();
  ann.sends("NICK ann", "USER ann 0 * :Ann");
  const text =
    "That nick belongs to an account; log in (by SASL, NickServ or /login), or take another nick";
  ann.sees([`:chat.local 433 * ann :${text}`]);
  ann.sends("NICK zoe");
  assert.match(ann.looks(), / 001 zoe /);
  ann.sends("NICK Ann", "NICK b1ll", "NICK annie");
  ann.sees([
    `:chat.local 433 zoe Ann :${text}`,
    ":chat.local 433 zoe b1ll :That nick looks like Bill, which belongs to an account; take another one",
    ":zoe!~ann@localhost NICK annie",
  ]);
});

Deno.test("PASS account:password logs in where the server has no password", () => {
  const table = tableOfAnn();
  const ann = table.connect();
  ann.sends("PASS ann:sesame", "NICK ann", "USER ann 0 * :Ann");
  const [first = "", second = ""] = ann.lines();
  assert.match(first, / 900 ann ann!~ann@localhost Ann /);
  assert.match(second, / 001 ann /);
  const bob = table.connect();
  bob.sends("PASS ann:guess", "NICK bob", "USER ann 0 * :Ann");
  bob.leaves([
    ":chat.local 464 bob :That is no account's name and password",
    "ERROR :Closing link: Wrong password",
  ]);
  const eve = createTable({ password: "ann:guess" }).connect();
  eve.sends("PASS ann:guess", "NICK eve", "USER ann 0 * :Ann");
  assert.match(eve.looks(), /^:chat\.local 001 eve/);
});

Deno.test("where an account is required, who has none is told so and not let in", () => {
  const table = tableOfAnn({ policy: { accounts: testAccountPolicy({ isRequired: true }) } });
  const bob = table.connect();
  bob.sends("NICK bob", "USER bob 0 * :Bob");
  bob.leaves([
    ":chat.local FAIL * ACCOUNT_REQUIRED :Only people with an account are let in; " +
    "log in by SASL or PASS account:password",
    "ERROR :Closing link: Log in to an account first",
  ]);
  const ann = negotiating(table);
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "sesame")}`, "CAP END");
  assert.match(ann.looks(), / 001 ann /);
});

Deno.test("those who asked for it see who logs in, who it is when it joins, and whose each message is", () => {
  const table = tableOfAnn();
  const bob = table.user("bob", "account-notify", "account-tag", "extended-join");
  const eve = table.user("eve");
  const ann = table.user("guest");
  gather("#a", bob, eve, ann);
  forget(bob, eve, ann);
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${plain("ann", "sesame")}`, "PRIVMSG #a :hi");
  bob.sees([
    "@account=Ann :guest!~guest@localhost ACCOUNT Ann",
    "@account=Ann :guest!~guest@localhost PRIVMSG #a :hi",
  ]);
  eve.sees([":guest!~guest@localhost PRIVMSG #a :hi"]);
  ann.sends("PART #a", "JOIN #a");
  const joined = bob.lines().at(-1);
  assert.equal(joined, "@account=Ann :guest!~guest@localhost JOIN #a Ann :guest");
  bob.sends("WHOIS guest", "WHO #a %na");
  const lines = bob.lines();
  assert.ok(lines.includes(":chat.local 330 bob guest Ann :is logged in as"));
  assert.ok(lines.includes(":chat.local 354 bob guest :Ann"));
  assert.ok(lines.includes(":chat.local 354 bob bob :0"));
});
