/** Facts by which people go: one connection after another, or all of them at once. */

import { message as createMessage } from "../../wire/format.ts";
import { detach } from "./apply_session.ts";
import type { FactOf } from "./facts.ts";
import { keepFirstJoin } from "./first_joins.ts";
import { keepDeparture, keepPresence } from "./keeping.ts";
import { keepPlace } from "./places.ts";
import { peerSessions } from "./ranked_sessions.ts";
import { relayOf, type Scene } from "./scene.ts";
import { tellOffline } from "./tell_watchers.ts";
import type { User } from "./user.ts";

/** A connection has gone, and with the last one its user. */
export function applyQuit(
  scene: Scene,
  user: User,
  { session, reason }: FactOf<"quit">,
): undefined {
  if (!user.links.has(session)) return;
  if (user.links.size > 1) return void detach(scene, user, [session]);
  leave(scene, user, { reason });
}

/** All connections of a user are ended, each by its own server. It has left at once, and its nick is free. */
export function applyExpelled(
  scene: Scene,
  user: User,
  { reason, kill }: FactOf<"expelled">,
): undefined {
  const { sink, placed: { timeMs } } = scene;
  for (const session of user.sessions) {
    if (kill !== undefined) {
      const message = createMessage(kill.source, "KILL", user.nick, kill.text);
      const relay = { message, timeMs, key: 0, epoch: "", needs: 0, gated: undefined };
      sink.relay(relay, [session], undefined);
    }
    sink.close(session, reason);
  }
  leave(scene, user, { reason });
}

/** How a user leaves. */
export interface Leaving {
  /** What others are told. */
  readonly reason: string;
  /** Its connections are lost with their server, so that its places are kept: the how manieth it is of those. */
  readonly lostAs?: number;
}

/** Takes a user out of everything, and tells those who knew of it. For `apply`. */
export function leave(scene: Scene, user: User, { reason, lostAs }: Leaving): void {
  const { world, sink, placed: { timeMs } } = scene;
  const peers = peerSessions(user);
  const channels = [...user.channels.values()];
  const relay = relayOf(scene, createMessage(user.source, "QUIT", reason));
  for (const channel of channels) keepPresence(scene, channel, user, relay, lostAs);
  // Who says goodbye leaves; a connection that was lost may come back.
  if (!reason.startsWith("Quit")) {
    for (const channel of channels) keepFirstJoin(channel, user);
  }
  const left = channels.filter((channel) =>
    lostAs === undefined || !keepPlace(channel, user, timeMs)
  );
  world.removeUser(user, timeMs);
  for (const channel of left) keepDeparture(scene, channel, user.source);
  // What an account has said and read is there when it comes again.
  scene.keeper.keep({ kind: "ownerGone", owner: user.id });
  for (const session of user.sessions) world.register(session, undefined);
  sink.relay(relay, peers, undefined);
  tellOffline(scene, user.nick);
}
