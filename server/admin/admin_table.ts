/** All that whoever runs the server can tell it. */

import { accountsFamily } from "./admin_accounts.ts";
import { bansFamily } from "./admin_bans.ts";
import type { AdminCommand, AdminFamily } from "./admin_command.ts";
import { lockdownFamily } from "./admin_lockdown.ts";
import { nodesFamily } from "./admin_nodes.ts";
import { peopleFamily } from "./admin_people.ts";
import { serverFamily } from "./admin_server.ts";

/** Commands by their names, which have no slash. */
export const adminTable: AdminFamily = {
  ...peopleFamily,
  ...bansFamily,
  ...lockdownFamily,
  ...accountsFamily,
  ...nodesFamily,
  ...serverFamily,
};

/** Finds a command by its name. */
export function findAdminCommand(name: string): AdminCommand | undefined {
  return Object.hasOwn(adminTable, name) ? adminTable[name] : undefined;
}
