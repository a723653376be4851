/** Times and days as one reads them, by the browser's language and zone. */

/** Writes times of the clock and days. */
export interface Clock {
  /** As in 14:03. */
  readonly time: (timeMs: number) => string;
  /** The same where there is little room: without the half of the day. */
  readonly brief: (timeMs: number) => string;
  /** As in "Saturday, 21 November", with the year where it is another one than `nowMs`'s. */
  readonly day: (timeMs: number, nowMs: number) => string;
  /** All of it, for whoever asks. */
  readonly whole: (timeMs: number) => string;
  /** As computers write it. */
  readonly iso: (timeMs: number) => string;
}

// Greater ones are no dates: https://tc39.es/ecma262/#sec-timeclip
const latestMs = 8.64e15;

/** Makes one for a language; left out: the browser's. */
export function makeClock(language?: string): Clock {
  const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  const year = new Intl.DateTimeFormat(language, { dateStyle: "full" });
  const whole = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" });
  return {
    time: (timeMs) => time.format(sane(timeMs)),
    brief: (timeMs) =>
      time.formatToParts(sane(timeMs)).filter(({ type }) => type !== "dayPeriod")
        .map(({ value }) => value).join("").trim(),
    day: (timeMs, nowMs) => {
      const isThisYear = new Date(sane(timeMs)).getFullYear() === new Date(nowMs).getFullYear();
      return (isThisYear ? day : year).format(sane(timeMs));
    },
    whole: (timeMs) => whole.format(sane(timeMs)),
    iso: (timeMs) => new Date(sane(timeMs)).toISOString(),
  };
}

function sane(timeMs: number): number {
  return Math.abs(timeMs) <= latestMs ? timeMs : 0;
}
