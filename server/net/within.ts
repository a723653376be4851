/** Waiting that has an end. */

/** Settles with `settled`, or after `ms`. */
export async function within(ms: number, settled: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([settled, promise]);
  clearTimeout(timer);
}
