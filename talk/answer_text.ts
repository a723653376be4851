/** Numerics to sentences: https://modern.ircdocs.horse/#numerics */

type Sentence = (words: readonly string[]) => string;

// Gets the parameters without our nick. What is not in it is told with the server's words.
const sentences: Readonly<Record<string, Sentence>> = {
  "221": ([modes = ""]) => `Your modes: ${modes}`,
  "301": ([nick = "", text = ""]) => `${nick} is away: ${text}`,
  "302": ([users = ""]) => `Hosts: ${users.trim() || "nobody of these is here"}`,
  "303": ([nicks = ""]) => `Here now: ${nicks.trim() || "nobody of these"}`,
  "307": onlyLast,
  "311": ([nick = "", user = "", host = "", , name = ""]) => `${nick} is ${user}@${host}: ${name}`,
  "312": ([nick = "", server = "", about = ""]) => `${nick} is on ${server}: ${about}`,
  "314": ([nick = "", user = "", host = "", , name = ""]) => `${nick} was ${user}@${host}: ${name}`,
  "317": ([nick = "", idle = "", since = ""]) => {
    const signon = timeOf(since);
    const here = signon === undefined ? "" : `, here since ${signon}`;
    return `${nick} has said nothing for ${durationOf(idle)}${here}`;
  },
  "319": ([nick = "", channels = ""]) => `${nick} is in ${channels.trim()}`,
  "324": ([channel = "", ...modes]) => `Modes of ${channel}: ${modes.join(" ").trim() || "none"}`,
  "329": ([channel = "", time = ""]) => `${channel} was made ${timeOf(time) ?? time}`,
  "330": ([nick = "", account = ""]) => `${nick} is logged in as ${account}`,
  "331": ([channel = ""]) => `${channel} has no topic`,
  "332": ([channel = "", text = ""]) => `Topic of ${channel}: ${text}`,
  "333": ([channel = "", by = "", time = ""]) => `Topic of ${channel} was set by ${by}${at(time)}`,
  "336": ([channel = ""]) => `You are invited to ${channel}`,
  "341": ([nick = "", channel = ""]) => `${nick} is invited to ${channel}`,
  "346": listed("Invite exception"),
  "348": listed("Ban exception"),
  "351": (words) => words.join(" ").trim(),
  "352": ([channel = "", user = "", host = "", server = "", nick = "", flags = "", rest = ""]) => {
    const where = channel === "*" ? "" : ` in ${channel}`;
    const away = flags.startsWith("G") ? ", away" : "";
    const name = rest.replace(/^[0-9]+ ?/, "");
    return `${nick} is ${user}@${host}${where} on ${server}${away}: ${name}`;
  },
  "364": ([server = "", , about = ""]) => `${server}: ${about.replace(/^[0-9]+ ?/, "")}`,
  "367": listed("Ban"),
  "371": onlyLast,
  "372": onlyLast,
  "375": onlyLast,
  "391": onlyLast,
  "704": onlyLast,
  "705": onlyLast,
  "706": onlyLast,
  "728": ([channel = "", , mask = "", by = "", time = ""]) =>
    listed("Quiet")([channel, mask, by, time]),
  "730": ([nicks = ""]) => `Here now: ${nicksOf(nicks)}`,
  "731": ([nicks = ""]) => `Not here: ${nicksOf(nicks)}`,
  "732": ([nicks = ""]) => `You watch for ${nicksOf(nicks)}`,
};

/** Gives a numeric in words; `words` are its parameters without our nick. */
export function answerText(numeric: string, words: readonly string[]): string {
  const sentence = Object.hasOwn(sentences, numeric) ? sentences[numeric] : undefined;
  return sentence?.(words) ?? words.join(" ").trim();
}

function onlyLast(words: readonly string[]): string {
  return words.at(-1) ?? "";
}

function listed(what: string): Sentence {
  return ([channel = "", mask = "", by = "", time = ""]) =>
    `${what} in ${channel}: ${mask}${by === "" ? "" : `, by ${by}`}${at(time)}`;
}

function nicksOf(text: string): string {
  return text.split(",").map((mask) => mask.split("!", 1)[0] ?? "").join(", ");
}

function at(time: string): string {
  const told = timeOf(time);
  return told === undefined ? "" : ` at ${told}`;
}

/** Seconds since 1970 to a time of day; undefined for what is none. */
function timeOf(text: string): string | undefined {
  if (!/^[0-9]{1,12}$/.test(text)) return undefined;
  const time = new Date(Number(text) * 1000).toISOString();
  return time.length > 24 ? undefined : `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

function durationOf(text: string): string {
  const seconds = Number(text);
  if (!Number.isSafeInteger(seconds) || seconds < 0) return text;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
