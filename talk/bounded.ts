/** Memory of what comes from outside: the oldest is forgotten when there is too much. */

/** Adds to a set; the oldest goes where more than `most` would be in it. */
export function remember(all: Set<string>, one: string, most: number): void {
  all.add(one);
  if (all.size > most) deleteOldest(all);
}

/** Puts something at the end of a map; the oldest goes where more than `most` would be in it. */
export function keepLast<Value>(
  all: Map<string, Value>,
  { key, value, most }: { readonly key: string; readonly value: Value; readonly most: number },
): void {
  all.delete(key);
  all.set(key, value);
  if (all.size > most) deleteOldest(all);
}

function deleteOldest(all: Set<string> | Map<string, unknown>): void {
  for (const oldest of all.keys()) {
    all.delete(oldest);
    return;
  }
}
