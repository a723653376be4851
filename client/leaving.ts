/** What somebody who leaves does not wait for. */

import type { Link } from "../talk/link.ts";

/** Connects; gives nothing where somebody leaves first. */
export async function connectUnless(
  leaving: Promise<void>,
  connect: () => Promise<Link>,
): Promise<Link | undefined> {
  const connecting = connect();
  const first = await Promise.race([connecting, leaving]);
  if (first !== undefined) return first;
  connecting.then((late) => late.close(), () => undefined);
  return undefined;
}

/** Waits for so long, or until somebody leaves. */
export async function pause(ms: number, leaving: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  await Promise.race([passed, leaving]);
  clearTimeout(timer);
}
