/** What begins with a slash: one table of commands, of which `/help` is made. */

/** What a typed line asks for. */
export type Action =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "act"; readonly text: string }
  | { readonly kind: "tell"; readonly to: string; readonly text: string }
  | { readonly kind: "join"; readonly channel: string; readonly key: string | undefined }
  /** Leaves the channel named, else the one that is talked in. */
  | { readonly kind: "part"; readonly channel: string | undefined; readonly reason: string }
  | { readonly kind: "nick"; readonly nick: string }
  | AccountEntry
  | PreferenceAction
  | { readonly kind: "quit"; readonly reason: string }
  | { readonly kind: "help" }
  | { readonly kind: "reconnect" }
  | { readonly kind: "nothing" }
  /** It can't be done; `text` is one line for whoever typed it. */
  | { readonly kind: "wrong"; readonly text: string };

/** What is done with an account. */
export type AccountEntry =
  | { readonly kind: "register"; readonly password: string; readonly email: string | undefined }
  /** Logs in to the account named, else to that of our nick. */
  | { readonly kind: "login"; readonly name: string | undefined; readonly password: string };

/** What an account keeps. */
export type PreferenceAction =
  /** Of the channel named, else the one that is talked in. */
  | { readonly kind: "mute" | "unmute"; readonly channel: string | undefined }
  /** Without a nick it lists who is ignored. */
  | { readonly kind: "ignore"; readonly nick: string | undefined }
  | { readonly kind: "unignore"; readonly nick: string };

/** A command as it is typed. */
export interface SlashCommand {
  /** How it is typed. */
  readonly usage: string;
  /** What it does. */
  readonly help: string;
  /** Gives undefined when something is missing. */
  readonly parse: (rest: string, isChannel: (name: string) => boolean) => Action | undefined;
}

/** All commands by their names. */
export const slashCommands: Readonly<Record<string, SlashCommand>> = {
  join: {
    usage: "/join #channel",
    help: "join a channel, or go to it",
    parse: (rest) => {
      const [channel = "", key] = rest.split(/ +/);
      return channel === "" ? undefined : { kind: "join", channel, key };
    },
  },
  part: {
    usage: "/part [#channel] [reason]",
    help: "leave a channel",
    parse: (rest, isChannel) => {
      const [first, after] = cutWord(rest);
      return isChannel(first)
        ? { kind: "part", channel: first, reason: after }
        : { kind: "part", channel: undefined, reason: rest };
    },
  },
  msg: {
    usage: "/msg nick text",
    help: "say something to one person",
    parse: (rest) => {
      const [to, text] = cutWord(rest);
      return text === "" || to.startsWith(":") ? undefined : { kind: "tell", to, text };
    },
  },
  me: {
    usage: "/me does something",
    help: "tell what you do",
    parse: (text) => text === "" ? undefined : { kind: "act", text },
  },
  nick: {
    usage: "/nick name",
    help: "change your nick",
    parse: (rest) => /^\S+$/.test(rest) ? { kind: "nick", nick: rest } : undefined,
  },
  register: {
    usage: "/register password [e-mail]",
    help: "make your nick yours alone",
    parse: (rest) => {
      const [password = "", email, ...more] = rest.split(/ +/);
      if (password === "" || more.length > 0) return undefined;
      return { kind: "register", password, email };
    },
  },
  login: {
    usage: "/login [name] password",
    help: "log in to an account",
    parse: (rest) => {
      const [first = "", second, ...more] = rest.split(/ +/);
      if (first === "" || more.length > 0) return undefined;
      return second === undefined
        ? { kind: "login", name: undefined, password: first }
        : { kind: "login", name: first, password: second };
    },
  },
  mute: {
    usage: "/mute [#channel]",
    help: "show a channel only while you talk in it",
    parse: (rest) => parseChannel("mute", rest),
  },
  unmute: {
    usage: "/unmute [#channel]",
    help: "show it all the time again",
    parse: (rest) => parseChannel("unmute", rest),
  },
  ignore: {
    usage: "/ignore [nick]",
    help: "hide what somebody says, or list who is hidden",
    parse: (rest) => {
      if (rest === "") return { kind: "ignore", nick: undefined };
      return isWord(rest) ? { kind: "ignore", nick: rest } : undefined;
    },
  },
  unignore: {
    usage: "/unignore nick",
    help: "show it again",
    parse: (rest) => isWord(rest) ? { kind: "unignore", nick: rest } : undefined,
  },
  say: {
    usage: "/say text",
    help: "say it as it is, even exit or /help",
    parse: (text) => text === "" ? undefined : { kind: "say", text },
  },
  quit: {
    usage: "/quit [reason]",
    help: "leave the chat; exit alone does it too",
    parse: (reason) => ({ kind: "quit", reason }),
  },
  reconnect: {
    usage: "/reconnect",
    help: "connect again at once",
    parse: () => ({ kind: "reconnect" }),
  },
  help: { usage: "/help", help: "show this", parse: () => ({ kind: "help" }) },
};

/** What `/help` shows, a line each. */
export function helpLines(): readonly string[] {
  const width = Math.max(...Object.values(slashCommands).map(({ usage }) => usage.length));
  const lines = Object.values(slashCommands).map(({ usage, help }) =>
    `${usage.padEnd(width)}  ${help}`
  );
  return [
    ...lines,
    "Anything else is said in the channel, and //text says /text.",
    "Up and Down bring back what you typed.",
  ];
}

function parseChannel(kind: "mute" | "unmute", rest: string): Action | undefined {
  if (rest === "") return { kind, channel: undefined };
  return isWord(rest) ? { kind, channel: rest } : undefined;
}

/** A word that can stand in a list apart by spaces, and in a message. */
function isWord(text: string): boolean {
  return /^[^\s:,][^\s,]{0,63}$/.test(text);
}

/** Cuts the first word off. */
export function cutWord(text: string): readonly [string, string] {
  const trimmed = text.trimStart();
  const space = trimmed.indexOf(" ");
  return space < 0 ? [trimmed, ""] : [trimmed.slice(0, space), trimmed.slice(space).trim()];
}
