/** What the log tells of facts. Nothing of what people say. */

import type { PlacedFact } from "./core/facts.ts";
import type { World } from "./core/world.ts";
import { loggedReason } from "./net/logged_reason.ts";
import { formatPeer } from "./net/peer.ts";

/** Says in one line what is about to happen; undefined where the log need not know. To be asked before it is applied. */
export function factLine(world: World, { fact, origin }: PlacedFact): string | undefined {
  const nameOf = (id: string): string => world.users.get(id)?.nick ?? "someone";
  switch (fact.kind) {
    case "arrived":
      return origin === undefined
        ? undefined
        : `${fact.identity.nick} has come from ${formatPeer(origin.session)}`;
    case "attached":
      return origin === undefined
        ? undefined
        : `${nameOf(fact.user)} has come from ${formatPeer(origin.session)} too`;
    case "joined":
      return `${nameOf(fact.user)} joined ${fact.channel}`;
    case "left":
      return `${nameOf(fact.user)} left ${fact.channel}`;
    case "quit":
      return `${nameOf(fact.user)} left: ${loggedReason(fact.reason)}`;
    case "accountMade":
      return `Somebody wants the account ${fact.account}`;
    case "accountDropped":
      return `The account ${fact.account} is dropped`;
    case "credentialSet":
      return `The account ${fact.account} has another password`;
    case "certificateSet":
      return `The account ${fact.account} has ${fact.isListed ? "another" : "lost a"} certificate`;
    case "loggedIn":
      return `${nameOf(fact.user)} logs in as ${fact.account}`;
    case "renamed":
      return `${nameOf(fact.user)} is now ${fact.nick}`;
    case "channelRenamed":
      return `${nameOf(fact.user)} renamed ${fact.channel} to ${fact.name}`;
    case "hostSet":
      return `${nameOf(fact.user)} is shown under ${fact.host}`;
    default:
      return undefined;
  }
}
