import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import type { Seat } from "./seat.ts";
import type { Table } from "./table.ts";

// What tests give every account.
const password = "sesame";

/** Who comes, and as what. */
export interface Comer {
  /** Account to log in to before being let in. */
  readonly account: string;
  /** What to be called; the account's name if left out. */
  readonly nick?: string;
  /** Asked for besides sasl. */
  readonly capabilities?: readonly Capability[];
}

/** Someone who has come and logged in on the way, and has read the greeting. */
export function loggedIn(
  table: Table,
  { account, nick = account, capabilities = [] }: Comer,
): Seat {
  const seat = table.connect();
  seat.sends(
    `CAP REQ :${["sasl", ...capabilities].join(" ")}`,
    `NICK ${nick}`,
    `USER ${nick} 0 * :x`,
    "AUTHENTICATE PLAIN",
    `AUTHENTICATE ${btoa(`\0${account}\0${password}`)}`,
    "CAP END",
  );
  assert.equal(seat.session.user?.account, account);
  seat.looks();
  return seat;
}
