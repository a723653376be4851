/** The two services: no users, but names that one speaks to. */

/** Names of services; no nick can be taken for them, see `isReservedNick`. */
export const serviceNames = ["NickServ", "ChanServ"] as const;

/** A service that one speaks to. */
export type ServiceName = typeof serviceNames[number];

/** What stands before what a service says. */
export function serviceSource(service: ServiceName, serverName: string): string {
  return `${service}!${service}@${serverName}`;
}
