import assert from "node:assert/strict";
import { forget } from "../helpers/gather.ts";
import { testCredential } from "../helpers/policy.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const fingerprint = "ab".repeat(32);
const other = "cd".repeat(32);
const service = ":NickServ!NickServ@chat.local NOTICE";

function tableOf(...accounts: readonly string[]): Table {
  const table = createTable();
  for (const name of accounts) table.account(name, "sesame");
  return table;
}

/** Comes by TLS and logs in by password, with nothing left to see. */
function comes(table: Table, account: string, print?: string): Seat {
  const seat = table.connect("192.0.2.7", { isSecure: true, fingerprint: print });
  seat.sends("CAP REQ sasl", `NICK ${account}`, `USER ${account} 0 * :x`);
  seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa(`\0${account}\0sesame`)}`, "CAP END");
  assert.equal(seat.session.user?.account, account);
  forget(seat);
  return seat;
}

/** Asks to be let in by certificate, as the account of a name or as whose it is; gives what is answered. */
function asks(table: Table, name = "", print: string | undefined = fingerprint): string {
  const seat = table.connect("192.0.2.8", { isSecure: true, fingerprint: print });
  seat.sends("CAP REQ sasl", "NICK guest", "USER guest 0 * :x");
  forget(seat);
  seat.sends("AUTHENTICATE EXTERNAL", `AUTHENTICATE ${name === "" ? "+" : btoa(name)}`);
  const answer = seat.looks();
  seat.sends("QUIT");
  return answer;
}

const no = "That certificate is not the account's; once logged in, tell NickServ CERT ADD";

Deno.test("a certificate that NickServ was told of logs in by EXTERNAL, with a name or without", () => {
  const table = tableOf("ann");
  const ann = comes(table, "ann", fingerprint);
  assert.ok(asks(table).endsWith(` 904 guest :${no}\r\n`));
  ann.sends("NS CERT ADD");
  ann.sees([`${service} ann :The certificate ${fingerprint} logs in to ann now, by SASL EXTERNAL`]);
  for (const name of ["", "ann", "ANN"]) assert.match(asks(table, name), / 903 guest :You are/);
  assert.ok(asks(table, "bob").endsWith(` 904 guest :${no}\r\n`));
  assert.ok(asks(table, "ann", other).endsWith(` 904 guest :${no}\r\n`));
});

Deno.test("EXTERNAL is offered where a certificate was shown, and refused where none was", () => {
  const table = tableOf("ann");
  const shown = table.connect("192.0.2.7", { isSecure: true, fingerprint });
  shown.sends("CAP LS 302");
  assert.match(shown.looks(), / sasl=PLAIN,SCRAM-SHA-256,EXTERNAL /);
  const bare = table.connect("192.0.2.7", { isSecure: true });
  bare.sends("CAP LS 302");
  assert.match(bare.looks(), / sasl=PLAIN,SCRAM-SHA-256 /);
  bare.sends("AUTHENTICATE EXTERNAL");
  bare.sees([
    ":chat.local 908 * PLAIN,SCRAM-SHA-256 :are known here",
    ":chat.local 904 * :You have shown no certificate: connect by TLS with one",
  ]);
});

Deno.test("a certificate is taken off, by any way to write it, and listed", () => {
  const table = tableOf("ann");
  const ann = comes(table, "ann", fingerprint);
  ann.sends("NS CERT LIST", "NS CERT DEL abab");
  ann.sees([
    `${service} ann :Your account has no certificates`,
    `${service} ann :Your account has no such certificate; CERT LIST lists them`,
  ]);
  ann.sends("NS CERT ADD", "NS CERT ADD", "NS CERT LIST");
  ann.sees([
    `${service} ann :The certificate ${fingerprint} logs in to ann now, by SASL EXTERNAL`,
    `${service} ann :That certificate logs in to your account already`,
    `${service} ann :${fingerprint} (the one that you have shown)`,
  ]);
  ann.sends(`NS CERT DEL ${"AB:".repeat(31)}AB`);
  ann.sees([`${service} ann :The certificate ${fingerprint} does not log in to ann any more`]);
  assert.match(asks(table), / 904 /);
});

Deno.test("only a certificate that was shown can be added, and to one account only", () => {
  const table = tableOf("ann", "bob");
  const ann = comes(table, "ann", fingerprint);
  ann.sends(`NS CERT ADD ${other}`);
  ann.sees([`${service} ann :You have shown another certificate: ${fingerprint}`]);
  ann.sends("NS CERT ADD");
  ann.looks();
  const bob = comes(table, "bob", fingerprint);
  bob.sends("NS CERT ADD", "NS CERT DEL", "NS CERT", "NS CERT WHAT");
  bob.sees([
    `${service} bob :That certificate logs in to another account`,
    `${service} bob :Your account has no such certificate; CERT LIST lists them`,
    `${service} bob :Say CERT ADD | DEL <fingerprint> | LIST`,
    `${service} bob :Say CERT ADD, CERT DEL <fingerprint> or CERT LIST`,
  ]);
  const bare = comes(table, "bob");
  bare.sends("NS CERT ADD");
  bare.sees([`${service} bob :You have shown no certificate: connect by TLS with one`]);
  const guest = table.user("guest");
  guest.sends("NS CERT ADD");
  guest.sees([`${service} guest :Log in first: IDENTIFY <account> <password>`]);
});

Deno.test("an account has at most eight certificates", () => {
  const table = tableOf("ann");
  for (let at = 0; at < 9; at++) {
    const ann = comes(table, "ann", `${at}`.repeat(64));
    ann.sends("NS CERT ADD");
    const isAdded = ann.looks().includes(" logs in to ann now");
    assert.equal(isAdded, at < 8);
    ann.sends("QUIT");
  }
});

Deno.test("two who add the same certificate at once do not both get it", () => {
  const table = tableOf("ann", "bob");
  const [ann, bob] = [comes(table, "ann", fingerprint), comes(table, "bob", fingerprint)];
  table.bus.holds = true;
  ann.sends("NS CERT ADD");
  bob.sends("NS CERT ADD");
  table.releases();
  assert.match(ann.looks(), /logs in to ann now/);
  assert.match(bob.looks(), / 400 bob NickServ :That certificate logs in to another account/);
  assert.match(asks(table, "ann"), / 903 /);
});

Deno.test("certificates are kept, go with their account, and when the operator resets its password", () => {
  const table = tableOf("ann", "bob");
  const kept = () =>
    table.archive.state().accounts.find(({ state }) => state.name === "ann")?.state.fingerprints;
  const ann = comes(table, "ann", fingerprint);
  ann.sends("NS CERT ADD");
  assert.deepEqual(kept(), [fingerprint]);
  const credential = testCredential("changed");
  table.publishes({ kind: "credentialSet", user: undefined, account: "ann", credential });
  assert.equal(kept(), undefined);
  assert.match(asks(table), / 904 /);
  const bob = comes(table, "bob", fingerprint);
  bob.sends("NS CERT ADD");
  assert.match(asks(table), / 900 .* bob :/);
  table.publishes({ kind: "accountDropped", user: undefined, account: "bob" });
  assert.match(asks(table), / 904 /);
});

Deno.test("what was kept of certificates lets in after a start", () => {
  const table = createTable();
  const credential = testCredential("sesame");
  table.world.accounts.add({ name: "ann", madeAtMs: 1, credential, fingerprints: [fingerprint] });
  assert.match(asks(table), / 903 /);
});
