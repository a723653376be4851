/** Times as the clock on the wall here shows them: an operator reads and compares them with other logs of this machine. */

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** Names of months as logs have them, whatever language is spoken here. */
export const months: readonly string[] = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** Gives a day as irssi writes it: "Mon Jan 01 2024". */
export function localDay(timeMs: number): string {
  const date = new Date(timeMs);
  return `${days[date.getDay()]} ${months[date.getMonth()]} ${two(date.getDate())} ${
    String(date.getFullYear()).padStart(4, "0")
  }`;
}

/** Gives a day: "2024-01-31". */
export function localDate(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Gives a time of the day: "12:34:56". */
export function localTime(timeMs: number): string {
  const date = new Date(timeMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
