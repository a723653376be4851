/** For how long, and how much, is kept: the table `[history]`. */

/** Limits of what is kept; 0 is none. */
export interface Retention {
  /** Days after which a message is erased. */
  readonly days: number;
  /** Megabytes that the file may have; above them the oldest messages are erased. */
  readonly maxMegabytes: number;
}

/** One sentence that tells people that what they say is kept, and for how long. */
export function retentionNotice(
  { days, maxMegabytes }: Retention,
  isInMemory: boolean,
): string {
  const age = days === 0 ? "" : ` for ${days} ${days === 1 ? "day" : "days"}`;
  const end = isInMemory ? ", at most until it stops" : "";
  const room = maxMegabytes === 0 ? "" : `, the latest ${maxMegabytes} MB of it`;
  return `This server keeps what is said in channels${age}${end}${room}, for their members to read again.`;
}
