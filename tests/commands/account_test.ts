import assert from "node:assert/strict";
import { testAccountPolicy } from "../helpers/policy.ts";
import { createTable } from "../helpers/table.ts";

const success = ":chat.local REGISTER SUCCESS ann :The account ann is yours, and you are logged in";
const loggedIn = ":chat.local 900 ann ann!~ann@localhost ann :You are logged in as ann";

Deno.test("REGISTER makes an account of one's nick, and logs in to it", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("REGISTER * * sesame");
  ann.sees([success, loggedIn]);
  assert.equal(ann.session.user?.account, "ann");
  assert.equal(table.world.accounts.find("ANN")?.name, "ann");
});

Deno.test("REGISTER works before registration has ended, and the nick is one's own then", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP LS 302", "NICK ann", "USER ann 0 * :Ann");
  ann.looks();
  ann.sends("REGISTER ann ann@example.org sesame");
  ann.sees([success, loggedIn]);
  ann.sends("CAP END");
  assert.match(ann.looks(), / 001 ann /);
  assert.equal(ann.session.user?.account, "ann");
});

Deno.test("that an account is made is told when it is kept, and not before", () => {
  const table = createTable();
  const ann = table.user("ann");
  table.archive.holds = true;
  ann.sends("REGISTER * * sesame");
  ann.sees([]);
  table.keeps();
  ann.sees([success, loggedIn]);
});

Deno.test("REGISTER refuses names of others, names that look like them, and weak passwords", () => {
  const table = createTable();
  table.account("Bill", "sesame");
  const [ann, bob] = table.users("ann", "bob");
  ann.sends(
    "REGISTER bill * sesame",
    "REGISTER B1ll * sesame",
    "REGISTER bob * sesame",
    "REGISTER 1x * sesame",
    "REGISTER * * 12345",
    "REGISTER * * ANN",
    `REGISTER * * ${"x".repeat(301)}`,
  );
  const codes = ann.lines().map((line) => line.split(" ").slice(1, 5).join(" "));
  assert.deepEqual(codes, [
    "FAIL REGISTER ACCOUNT_EXISTS bill",
    "FAIL REGISTER BAD_ACCOUNT_NAME B1ll",
    "FAIL REGISTER BAD_ACCOUNT_NAME bob",
    "FAIL REGISTER BAD_ACCOUNT_NAME 1x",
    "FAIL REGISTER WEAK_PASSWORD ann",
    "FAIL REGISTER WEAK_PASSWORD ann",
    "FAIL REGISTER UNACCEPTABLE_PASSWORD ann",
  ]);
  bob.sends("REGISTER * * sesame", "REGISTER bob2 * sesame");
  assert.match(bob.looks(), /SUCCESS bob .*\r\n.*\r\n.* FAIL REGISTER ALREADY_AUTHENTICATED bob2 /);
});

Deno.test("REGISTER needs a nick for an asterisk, and an open registration", () => {
  const ann = createTable().connect();
  ann.sends("CAP LS", "REGISTER * * sesame");
  assert.match(ann.looks(), / FAIL REGISTER NEED_NICK \* /);
  const accounts = testAccountPolicy({ mayRegister: false });
  const bob = createTable({ policy: { accounts } }).user("bob");
  bob.sends("REGISTER * * sesame", "CAP LS", "CAP REQ draft/account-registration");
  const [refused = "", list = "", nak = ""] = bob.lines();
  assert.match(refused, / FAIL REGISTER DISALLOWED bob :/);
  assert.doesNotMatch(list, /account-registration/);
  assert.match(nak, / NAK /);
});

Deno.test("of two who want the same name at once one gets it", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  table.bus.holds = true;
  ann.sends("REGISTER zoe * sesame");
  bob.sends("REGISTER zoe * sesame");
  table.releases();
  assert.match(ann.looks(), /REGISTER SUCCESS zoe/);
  assert.match(bob.looks(), /FAIL REGISTER ACCOUNT_EXISTS zoe/);
});

Deno.test("VERIFY is refused, since nothing needs it", () => {
  const ann = createTable().user("ann");
  ann.sends("VERIFY ann 1234");
  ann.sees([":chat.local FAIL VERIFY INVALID_CODE ann :Accounts need no verification here"]);
});
