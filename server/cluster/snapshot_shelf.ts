/** Where snapshots lie for nodes to come: a KV bucket without age. */

import type { Bucket } from "./connect_nats.ts";

/** A value is no larger than this, since NATS takes messages of 1 MB. */
const maxPartBytes = 512 * 1024;

/** So many are there at once: a node that was away finds one that the stream goes on from. */
const maxSnapshots = 8;

/** Keys of what is shared besides. */
const secretKey = "secret";

/** Gives the secret that all nodes share, which is `offer` if there is none yet. */
export async function shareSecret(bucket: Bucket, offer: Uint8Array): Promise<Uint8Array> {
  try {
    await bucket.create(secretKey, offer);
    return offer;
  } catch (error) {
    const found = await bucket.get(secretKey);
    if (found === undefined) throw error;
    return found;
  }
}

/** Keys of the facts after which snapshots were taken, from the oldest on. */
export async function listSnapshots(bucket: Bucket): Promise<readonly number[]> {
  const names = await bucket.keys("snapshot.*");
  return names.map((name) => Number(name.split(".")[1])).sort((one, other) => one - other);
}

/** Reads one; undefined where it is gone meanwhile. */
export async function readSnapshot(bucket: Bucket, key: number): Promise<string | undefined> {
  const whole = await bucket.get(`snapshot.${key}`);
  if (whole === undefined || whole.length === 0) return undefined;
  const count = Number(new TextDecoder().decode(whole));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let part = 0; part < count; part++) {
    const found = await bucket.get(`snapshot.${key}.${part}`);
    if (found === undefined) return undefined;
    parts.push(found.slice());
  }
  const packed = new Blob(parts).stream();
  return await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Saves one, and throws away those that are not needed any more. `firstKey` is the first that the stream still has. */
export async function saveSnapshot(
  bucket: Bucket,
  { key, text, firstKey }: {
    readonly key: number;
    readonly text: string;
    readonly firstKey: number;
  },
): Promise<void> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const parts = Math.ceil(bytes.length / maxPartBytes);
  for (let part = 0; part < parts; part++) {
    const piece = bytes.subarray(part * maxPartBytes, (part + 1) * maxPartBytes);
    await bucket.put(`snapshot.${key}.${part}`, piece);
  }
  // Whoever finds this finds all.
  await bucket.put(`snapshot.${key}`, new TextEncoder().encode(String(parts)));
  for (const old of needless(await listSnapshots(bucket), firstKey)) {
    await removeSnapshot(bucket, old);
  }
}

async function removeSnapshot(bucket: Bucket, key: number): Promise<void> {
  await bucket.remove(`snapshot.${key}`);
  for (const name of await bucket.keys(`snapshot.${key}.*`)) await bucket.remove(name);
}

/**
 * Which snapshots nobody needs: those that the stream does not go on from, but for the newest; and of too many the one that
 * is closest to both its neighbours, so that what is left is spread over all that the stream has.
 */
export function needless(keys: readonly number[], firstKey: number): readonly number[] {
  const newest = keys.at(-1);
  const kept = keys.filter((key) => key === newest || key >= firstKey - 1);
  const gone = keys.filter((key) => !kept.includes(key));
  while (kept.length > maxSnapshots) {
    const gaps = kept.map((key, index) => {
      const [before, after] = [kept[index - 1], kept[index + 1]];
      return { key, gap: before === undefined || after === undefined ? Infinity : after - before };
    });
    const closest = gaps.reduce((least, each) => each.gap < least.gap ? each : least);
    kept.splice(kept.indexOf(closest.key), 1);
    gone.push(closest.key);
  }
  return gone;
}
