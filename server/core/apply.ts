/** The only code that changes shared state, and says who sees what. Its parts are by what facts are about. */

import {
  applyAccountDropped,
  applyAccountMade,
  applyCredentialSet,
  applyLoggedIn,
  applyLoggedOut,
} from "./apply_account.ts";
import {
  applyInvited,
  applyJoined,
  applyKicked,
  applyLeft,
  applyTopicSet,
} from "./apply_channel.ts";
import { applyBanned, applyUnbanned } from "./apply_banned.ts";
import { applyCertificateSet } from "./apply_certificate.ts";
import { applyChannelRenamed } from "./apply_channel_rename.ts";
import { applyHostSet } from "./apply_host.ts";
import { applyMetadataSet } from "./apply_metadata.ts";
import { applyModesSet } from "./apply_modes.ts";
import { applyAttached } from "./apply_session.ts";
import { applyChannelOwned } from "./apply_owned.ts";
import { applyMarked, applyRedacted } from "./apply_past.ts";
import { applyAnnounced, applySaid, applyWalloped } from "./apply_said.ts";
import { applyNodeCame, applyNodeLapsed } from "./apply_node.ts";
import { applyExpelled, applyQuit } from "./apply_quit.ts";
import {
  applyArrived,
  applyAwaySet,
  applyOperatorSet,
  applyRealnameSet,
  applyRenamed,
  applyUserModesSet,
} from "./apply_user.ts";
import type { Keeper } from "./archive.ts";
import type { Fact, PlacedFact } from "./facts.ts";
import { audible, type Refusal } from "./refusal.ts";
import { refusalLine } from "./replies.ts";
import type { Scene } from "./scene.ts";
import type { Sink } from "./sink.ts";
import type { User, UserId } from "./user.ts";
import type { World } from "./world.ts";

/** Where what comes of a fact goes. */
export interface Outputs {
  /** What clients see. */
  readonly sink: Sink;
  /** What is kept. */
  readonly keeper: Keeper;
}

/**
 * Applies one fact: changes the world and tells everyone who is to see it.
 *
 * Facts come in the order of their keys. One that no longer holds is void on every server alike, and its origin gets the
 * refusal. A throw from here leaves the world half changed: the caller must stop the server.
 */
export function apply(world: World, placed: PlacedFact, { sink, keeper }: Outputs): void {
  const origin = placed.origin?.session;
  const user = doer(world, placed.fact);
  const isBot = user?.modes.has("B") ?? false;
  const account = user?.account;
  const refusal = applyFact({ world, sink, keeper, placed, origin, isBot, account }, placed.fact);
  if (refusal !== undefined && origin !== undefined) {
    sink.reply(origin, refusalLine(world, origin, refusal));
  }
}

/** What is said of somebody in any case. */
type Deed = Extract<Fact, { readonly user: UserId }>;

/** Whoever did something that there is somebody for. */
function doer(world: World, fact: Fact): User | undefined {
  return "user" in fact && fact.user !== undefined ? world.users.get(fact.user) : undefined;
}

function applyFact(scene: Scene, fact: Fact): Refusal | undefined {
  if (fact.kind === "arrived") return applyArrived(scene, fact);
  if (fact.kind === "announced") return applyAnnounced(scene, fact);
  if (fact.kind === "banned") return applyBanned(scene, fact);
  if (fact.kind === "unbanned") return applyUnbanned(scene, fact);
  if (fact.kind === "nodeCame") return applyNodeCame(scene, fact);
  if (fact.kind === "nodeLapsed") return applyNodeLapsed(scene, fact);
  const user = doer(scene.world, fact);
  // Whoever it was about has left meanwhile: nothing to tell, and nobody to tell it to.
  if (user === undefined && fact.user !== undefined) return undefined;
  if (fact.kind === "topicSet") return applyTopicSet(scene, user, fact);
  if (fact.kind === "modesSet") return applyModesSet(scene, user, fact);
  if (fact.kind === "accountMade") return applyAccountMade(scene, user, fact);
  if (fact.kind === "credentialSet") return applyCredentialSet(scene, user, fact);
  if (fact.kind === "accountDropped") return applyAccountDropped(scene, fact);
  return user === undefined ? undefined : applyDeed(scene, user, fact);
}

/** Facts that are of somebody, who is here. */
function applyDeed(scene: Scene, user: User, fact: Deed): Refusal | undefined {
  switch (fact.kind) {
    case "said":
      return audible(fact.command, applySaid(scene, user, fact));
    case "joined":
      return applyJoined(scene, user, fact);
    case "left":
      return applyLeft(scene, user, fact);
    case "kicked":
      return applyKicked(scene, user, fact);
    case "channelRenamed":
      return applyChannelRenamed(scene, user, fact);
    case "invited":
      return applyInvited(scene, user, fact);
    case "walloped":
      return applyWalloped(scene, user, fact);
    case "attached":
      return applyAttached(scene, user, fact);
    case "quit":
      return applyQuit(scene, user, fact);
    case "expelled":
      return applyExpelled(scene, user, fact);
    case "renamed":
      return applyRenamed(scene, user, fact);
    case "userModesSet":
      return applyUserModesSet(scene, user, fact);
    case "operatorSet":
      return applyOperatorSet(scene, user, fact);
    case "awaySet":
      return applyAwaySet(scene, user, fact);
    case "metadataSet":
      return applyMetadataSet(scene, user, fact);
    case "redacted":
      return applyRedacted(scene, user, fact);
    case "marked":
      return applyMarked(scene, user, fact);
    case "hostSet":
      return applyHostSet(scene, user, fact);
    case "certificateSet":
      return applyCertificateSet(scene, user, fact);
    case "loggedIn":
      return applyLoggedIn(scene, user, fact);
    case "channelOwned":
      return applyChannelOwned(scene, user, fact);
    case "loggedOut":
      return applyLoggedOut(scene, user);
    case "realnameSet":
      return applyRealnameSet(scene, user, fact);
  }
}
