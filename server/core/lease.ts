/** Under which lease a server has given a name. */

import type { SessionRef } from "./session.ts";
import type { UserId } from "./user.ts";

/** The lease of the server that gave an id or a ref: what stands before its dot. */
export function leaseOf(name: UserId | SessionRef): string {
  return name.slice(0, name.indexOf("."));
}
