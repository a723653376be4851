/** Facts of the servers that are one chat: one comes, and one is lost with all its connections. */

import { foldName } from "../../wire/casemap.ts";
import { leave } from "./apply_quit.ts";
import { detach, unseat } from "./apply_session.ts";
import { lobbyName } from "./channel.ts";
import type { FactOf } from "./facts.ts";
import { leaseOf } from "./lease.ts";
import { endPlaces } from "./places.ts";
import type { Scene } from "./scene.ts";
import type { SessionRef } from "./session.ts";
import type { User } from "./user.ts";

/** A server has come. Of what it was before, nothing is there any more. */
export function applyNodeCame(
  scene: Scene,
  { node, lease, version }: FactOf<"nodeCame">,
): undefined {
  const { world, placed } = scene;
  const former = world.nodes.get(node)?.lease;
  if (former === lease) return;
  if (former !== undefined) lapse(scene, node, former);
  // Each server has made a lobby of its own at its start.
  const lobby = world.channel(lobbyName);
  if (lobby !== undefined && world.maxUsers === 0 && world.nodes.size === 0) {
    lobby.createdAtMs = placed.timeMs;
  }
  world.addNode(node, { lease, cameAtMs: placed.timeMs, version });
}

/** A server is lost. It may have come again by now, under another lease. */
export function applyNodeLapsed(scene: Scene, { node, lease }: FactOf<"nodeLapsed">): undefined {
  if (scene.world.nodes.get(node)?.lease === lease) lapse(scene, node, lease);
}

/** All of a user's connections to the server that is lost. */
interface Loss {
  readonly user: User;
  readonly refs: readonly SessionRef[];
}

/** Whoever was there alone is gone, and finds its place in channels when it comes again. */
function lapse(scene: Scene, node: string, lease: string): void {
  const { world } = scene;
  world.removeNode(node);
  const losses: Loss[] = [];
  for (const user of world.users.values()) {
    const refs = [...user.links.keys()].filter((ref) => leaseOf(ref) === lease);
    if (refs.length > 0) losses.push({ user, refs });
  }
  // Who is cut off is not told of the others.
  for (const loss of losses) cutOff(scene, loss);
  for (const channel of world.channels.values()) {
    for (const source of endPlaces(channel, scene.placed.timeMs)) {
      scene.keeper.keep({ kind: "memberGone", channel: foldName(channel.name), source });
    }
  }
  let part = 0;
  for (const { user, refs } of losses) {
    const own = { ...scene, account: user.account, isBot: user.modes.has("B") };
    const isFurther = part > 0;
    if (user.links.size > refs.length) detach({ ...own, isFurther: true }, user, refs);
    else leave({ ...own, isFurther }, user, { reason: "Its server was lost", lostAs: part++ });
  }
}

/** For the server that reads of its own loss: its clients can't be told any more what happens. */
function cutOff(scene: Scene, { user, refs }: Loss): void {
  const reason = "This server was cut off from the others; connect again";
  for (const session of user.sessions) {
    if (refs.includes(session.ref ?? "")) scene.sink.close(session, reason);
  }
  unseat(scene, user, refs);
}
