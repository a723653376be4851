/** All that a server of several knows, as text: a start goes on from there. */

import type { PlacedFact } from "../core/facts.ts";
import { isReadable, takeSnapshot, type WorldSnapshot } from "../core/snapshot.ts";
import type { World } from "../core/world.ts";

/** A world with its place in the order. */
export interface SavedWorld {
  /** The stream whose keys these are: see `World.epoch`. */
  readonly epoch: string;
  /** The last fact that it is of. */
  readonly last: Pick<PlacedFact, "key" | "timeMs">;
  /** What it knows. */
  readonly world: WorldSnapshot;
}

/** Writes down a world. `last` is the last fact that was applied to it. */
export function saveWorld(world: World, last: SavedWorld["last"]): string {
  const { key, timeMs } = last;
  const { epoch } = world;
  const saved: SavedWorld = { epoch, last: { key, timeMs }, world: takeSnapshot(world) };
  return JSON.stringify(saved);
}

/** Reads what `saveWorld` wrote, which nobody else does; undefined for that of another version of this program. */
export function readSavedWorld(text: string): SavedWorld | undefined {
  const saved: SavedWorld = JSON.parse(text);
  return isReadable(saved.world) ? saved : undefined;
}
