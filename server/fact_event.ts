/** What the log tells of facts. Nothing of what people say. */

import { describeBan } from "./core/ban.ts";
import type { LogEvent } from "./core/log.ts";
import type { PlacedFact } from "./core/facts.ts";
import type { World } from "./core/world.ts";
import { loggedReason } from "./net/logged_reason.ts";
import { formatPeer } from "./net/peer.ts";

/** An event for people and for programs. */
export interface FactEvent {
  /** In one line. */
  readonly text: string;
  /** See `LogEvent`. */
  readonly event: LogEvent;
}

/** Says what is about to happen; undefined where the log need not know. To be asked before it is applied. */
export function factEvent(world: World, { fact, origin }: PlacedFact): FactEvent | undefined {
  switch (fact.kind) {
    case "arrived": {
      const { nick } = fact.identity;
      if (origin === undefined) return undefined;
      const peer = formatPeer(origin.session);
      return told(`${nick} has come from ${peer}`, { event: "arrived", nick, peer });
    }
    case "attached": {
      if (origin === undefined) return undefined;
      const nick = nameOf(world, fact.user);
      const peer = formatPeer(origin.session);
      return told(`${nick} has come from ${peer} too`, { event: "arrived", nick, peer });
    }
    case "joined":
    case "left": {
      const { kind, channel } = fact;
      const nick = nameOf(world, fact.user);
      return told(`${nick} ${kind} ${channel}`, { event: kind, nick, channel });
    }
    case "quit":
    case "expelled": {
      const nick = nameOf(world, fact.user);
      const reason = loggedReason(fact.reason);
      return told(`${nick} left: ${reason}`, { event: "quit", nick, reason });
    }
    case "nodeCame": {
      const { node } = fact;
      return told(`The server ${node} has come`, { event: "node_came", node });
    }
    case "nodeLapsed": {
      const { node } = fact;
      return told(`The server ${node} is lost`, { event: "node_lapsed", node });
    }
    case "renamed": {
      const { nick } = fact;
      const from = nameOf(world, fact.user);
      return told(`${from} is now ${nick}`, { event: "renamed", nick, from });
    }
    case "channelRenamed": {
      const { channel, name } = fact;
      const nick = nameOf(world, fact.user);
      const event = { event: "channel_renamed", nick, channel, name };
      return told(`${nick} renamed ${channel} to ${name}`, event);
    }
    case "hostSet": {
      const { host } = fact;
      const nick = nameOf(world, fact.user);
      return told(`${nick} is shown under ${host}`, { event: "host_set", nick, host });
    }
    default:
      return accountEvent(world, fact);
  }
}

function accountEvent(world: World, fact: PlacedFact["fact"]): FactEvent | undefined {
  switch (fact.kind) {
    case "accountMade": {
      const { account } = fact;
      return told(`Somebody wants the account ${account}`, { event: "account_wanted", account });
    }
    case "accountDropped": {
      const { account } = fact;
      return told(`The account ${account} is dropped`, { event: "account_dropped", account });
    }
    case "credentialSet": {
      const { account } = fact;
      return told(`The account ${account} has another password`, {
        event: "password_changed",
        account,
      });
    }
    case "certificateSet": {
      const { account, isListed } = fact;
      return told(`The account ${account} has ${isListed ? "another" : "lost a"} certificate`, {
        event: isListed ? "certificate_added" : "certificate_removed",
        account,
      });
    }
    case "loggedIn": {
      const { account } = fact;
      const nick = nameOf(world, fact.user);
      return told(`${nick} logs in as ${account}`, { event: "logged_in", nick, account });
    }
    default:
      return banEvent(fact);
  }
}

function banEvent(fact: PlacedFact["fact"]): FactEvent | undefined {
  switch (fact.kind) {
    case "banned": {
      const { kind, target, reason, setBy, untilMs } = fact.ban;
      const event = { event: kind === "ban" ? "banned" : "muted", target, reason, setBy };
      return told(
        `${setBy}: ${describeBan(fact.ban)}`,
        untilMs === undefined ? event : { ...event, until: new Date(untilMs).toISOString() },
      );
    }
    case "unbanned": {
      const { banKind, target } = fact;
      return banKind === "ban"
        ? told(`${target} is no longer banned`, { event: "unbanned", target })
        : told(`${target} is no longer muted`, { event: "unmuted", target });
    }
    default:
      return undefined;
  }
}

function told(text: string, event: LogEvent): FactEvent {
  return { text, event };
}

function nameOf(world: World, id: string): string {
  return world.users.get(id)?.nick ?? "someone";
}
