/** All that the page says by itself, but for what lies over the talk: another language is another table of this shape. */

/** What the page says. */
export interface PageText {
  /** The name of the program. */
  readonly product: string;
  /** Words of the form that one comes in by. */
  readonly join: Readonly<
    Record<
      | "title"
      | "lead"
      | "name"
      | "enter"
      | "entering"
      | "hasAccount"
      | "password"
      | "forget",
      string
    >
  >;
  /** Words of the parts of the screen. */
  readonly part: Readonly<
    Record<
      | "channels"
      | "people"
      | "members"
      | "server"
      | "messages"
      | "newMessages"
      | "toLatest"
      | "older"
      | "seeking"
      | "notSaid"
      | "topic"
      | "noMessages"
      | "reactions"
      | "replyingTo"
      | "close"
      | "menu"
      | "search"
      | "skip"
      | "away"
      | "muted"
      | "sending"
      | "you"
      | "show"
      | "cannotShow",
      string
    >
  >;
  /** Words on buttons and in menus. */
  readonly act: Readonly<
    Record<
      | "send"
      | "reply"
      | "react"
      | "remove"
      | "joinChannel"
      | "switchTo"
      | "help"
      | "account"
      | "retry"
      | "login"
      | "setTopic"
      | "changeTopic"
      | "putBack",
      string
    >
  >;
  /** A button that opens what one can do about somebody. */
  readonly about: (nick: string) => string;
  /** The field that one writes in. */
  readonly composer: (talk: string) => string;
  /** The field where nobody listens but the server. */
  readonly commandField: string;
  /** Members of a channel. */
  readonly memberCount: (count: number) => string;
  /** Of somebody's messages, unread ones. */
  readonly unread: (count: number, mentions: number) => string;
  /** Somebody writes. */
  readonly typing: (nicks: readonly string[]) => string;
  /** The connection is gone. */
  readonly offline: string;
  /** The connection is gone, and this many lines wait. */
  readonly waiting: (count: number) => string;
  /** The server could not be reached at all. */
  readonly unreachable: string;
  /** Who thinks so, on a reaction. */
  readonly reacted: (text: string, nicks: readonly string[]) => string;
  /** A message that was taken back. */
  readonly redacted: (by: string, reason: string) => string;
  /** A command that only the terminal client can do. */
  readonly onlyTerminal: string;
  /** The reason why the form is shown again. */
  readonly ended: string;
}

/** In English. */
export const english: PageText = {
  product: "chat",
  join: {
    title: "Come in and talk",
    lead: "Pick a name. That is all.",
    name: "Your name",
    enter: "Start talking",
    entering: "Coming in…",
    hasAccount: "I have an account",
    password: "Password",
    forget: "Without an account",
  },
  part: {
    channels: "Channels",
    people: "People",
    members: "Members",
    server: "Server",
    messages: "Messages",
    newMessages: "New messages",
    toLatest: "To the latest",
    older: "Loading older messages…",
    seeking: "Looking for the message…",
    notSaid: "Not sent:",
    topic: "Topic",
    noMessages: "Nothing was said here yet.",
    reactions: "Reactions",
    replyingTo: "In answer to",
    close: "Close",
    menu: "Channels and people",
    search: "Search",
    skip: "Go to the message field",
    away: "away",
    muted: "muted",
    sending: "on its way",
    you: "you",
    show: "Show the message",
    cannotShow: "That message is no longer on the server.",
  },
  act: {
    send: "Send",
    reply: "Reply",
    react: "React",
    remove: "Delete",
    joinChannel: "Join a channel",
    switchTo: "Go to…",
    help: "Keyboard shortcuts",
    account: "Account",
    retry: "Try now",
    login: "Log in",
    setTopic: "Set a topic",
    changeTopic: "change it",
    putBack: "Put it back",
  },
  about: (nick) => `More about ${nick}`,
  composer: (talk) => `Message to ${talk}`,
  commandField: "A command, such as /join #lobby",
  memberCount: (count) => count === 1 ? "1 member" : `${count} members`,
  unread: (count, mentions) => {
    const unread = count === 1 ? "1 unread message" : `${count} unread messages`;
    if (mentions === 0) return unread;
    return `${unread}, ${mentions === 1 ? "1 of them for you" : `${mentions} of them for you`}`;
  },
  typing: (nicks) => {
    const [one = "", two = ""] = nicks;
    if (nicks.length === 1) return `${one} is typing…`;
    if (nicks.length === 2) return `${one} and ${two} are typing…`;
    return `${nicks.length} people are typing…`;
  },
  offline: "No connection. What you write is kept and sent later.",
  waiting: (count) =>
    count === 1 ? "1 message waits to be sent." : `${count} messages wait to be sent.`,
  unreachable: "The server can't be reached. Check your network and try again.",
  reacted: (text, nicks) => `${text} by ${nicks.join(", ")}`,
  redacted: (by, reason) => `Deleted by ${by}${reason === "" ? "" : `: ${reason}`}`,
  onlyTerminal: "Only the terminal client does that.",
  ended: "You have left.",
};
