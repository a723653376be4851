import assert from "node:assert/strict";
import { Lockdown, type LockdownOrder } from "../../server/core/lockdown.ts";
import { createTable } from "../helpers/table.ts";

/** ann is an operator. */
function scene() {
  const orders: LockdownOrder[] = [];
  const lockdown = new Lockdown((order) => void orders.push(order));
  const table = createTable({ policy: { lockdown } });
  const ann = table.user("ann");
  ann.sends("OPER root secret");
  ann.looks();
  return { table, ann, lockdown, orders };
}

const told = (text: string) => `:chat.local NOTICE ann :${text}`;

Deno.test("LOCKDOWN locks and opens the doors, tells how they are, and is told of elsewhere", () => {
  const { table, ann, lockdown, orders } = scene();
  const steps = [
    ["LOCKDOWN", "The doors are open", "off"],
    ["LOCKDOWN accounts", "Only who has an account is let in until lockdown off", "accounts"],
    ["LOCKDOWN ALL 30", "Nobody new is let in for 30 minutes", "all"],
    ["LOCKDOWN", "Nobody new is let in for 30 minutes", "all"],
    ["LOCKDOWN off", "The doors are open", "off"],
  ] as const;
  for (const [line, text, kind] of steps) {
    ann.sends(line);
    ann.sees([told(text)]);
    assert.equal(lockdown.kind(table.nowMs), kind);
  }
  assert.deepEqual(orders, [
    { kind: "accounts", minutes: undefined },
    { kind: "all", minutes: 30 },
    { kind: "off", minutes: undefined },
  ]);
});

Deno.test("LOCKDOWN with a time ends by itself", () => {
  const { table, ann, lockdown } = scene();
  ann.sends("LOCKDOWN all 30");
  table.nowMs += 30 * 60_000 - 1;
  assert.equal(lockdown.kind(table.nowMs), "all");
  table.nowMs += 1;
  ann.looks();
  ann.sends("LOCKDOWN");
  ann.sees([told("The doors are open")]);
});

Deno.test("what is no LOCKDOWN changes nothing and is told how to say it", () => {
  const { table, ann, lockdown } = scene();
  ann.sends("LOCKDOWN accounts");
  ann.looks();
  for (const words of ["none", "all 0", "all -1", "all 1.5", "off 5", "all 5 now", "all 9999999"]) {
    ann.sends(`LOCKDOWN ${words}`);
    ann.sees([told("Say LOCKDOWN off|accounts|all [MINUTES]")]);
  }
  assert.equal(lockdown.kind(table.nowMs), "accounts");
});

Deno.test("LOCKDOWN all ends those who have not come in yet, and nobody else", () => {
  const { table, ann } = scene();
  const bob = table.user("bob");
  const half = table.connect();
  half.sends("NICK eve");
  ann.sends("LOCKDOWN accounts");
  half.sees([]);
  ann.sends("LOCKDOWN all");
  half.sees(["ERROR :Closing link: nobody new is let in for now; try again later"]);
  bob.sends("PRIVMSG ann :hi");
  assert.match(ann.looks(), /PRIVMSG ann :hi/);
});

Deno.test("LOCKDOWN is for operators", () => {
  const { table, lockdown } = scene();
  const bob = table.user("bob");
  bob.sends("LOCKDOWN all");
  bob.sees([":chat.local 481 bob :You are no operator of this server"]);
  assert.equal(lockdown.kind(table.nowMs), "off");
});
