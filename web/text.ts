/** Everything that the page says by itself, in one place: another language is another table of this shape. */

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
      | "nameHint"
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
      | "beginning"
      | "noTopic"
      | "noMessages"
      | "reactions"
      | "replyingTo"
      | "close"
      | "menu"
      | "search"
      | "more"
      | "skip"
      | "away"
      | "muted"
      | "deleted"
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
      | "channelList"
      | "switchTo"
      | "help"
      | "account"
      | "notify"
      | "retry"
      | "leave"
      | "writeTo"
      | "mention"
      | "ignore"
      | "mute"
      | "unmute"
      | "setAway"
      | "setBack"
      | "quit"
      | "register"
      | "login"
      | "find",
      string
    >
  >;
  /** Words of the search. */
  readonly find: Readonly<
    Record<"words" | "from" | "in" | "everywhere" | "after" | "before" | "none" | "partial", string>
  >;
  /** Of the list of channels: its filter. */
  readonly filterChannels: string;
  /** The list of channels is still asked for. */
  readonly askingChannels: string;
  /** The account's name. */
  readonly accountName: string;
  /** An e-mail address that may be left out. */
  readonly email: string;
  /** Why one would want an account. */
  readonly accountLead: string;
  /** The field that one writes in. */
  readonly composer: (talk: string) => string;
  /** The field where nobody listens but the server. */
  readonly commandField: string;
  /** Nothing can be written here. */
  readonly notJoined: (talk: string) => string;
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
  /** Each shortcut and what it does. */
  readonly shortcuts: readonly (readonly [keys: string, what: string])[];
}

/** In English. */
export const english: PageText = {
  product: "chat",
  join: {
    title: "Come in and talk",
    lead: "Pick a name. That is all.",
    name: "Your name",
    nameHint: "Letters, digits, - and _",
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
    beginning: "This is where it begins",
    noTopic: "No topic",
    noMessages: "Nothing was said here yet.",
    reactions: "Reactions",
    replyingTo: "In answer to",
    close: "Close",
    menu: "Channels and people",
    search: "Search",
    more: "More",
    skip: "Go to the message field",
    away: "away",
    muted: "muted",
    deleted: "Message deleted",
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
    channelList: "All channels",
    switchTo: "Go to…",
    help: "Keyboard shortcuts",
    account: "Account",
    notify: "Notify me",
    retry: "Try now",
    leave: "Leave",
    writeTo: "Write to",
    mention: "Mention",
    ignore: "Ignore",
    mute: "Mute",
    unmute: "Unmute",
    setAway: "Say that you are away",
    setBack: "You are back",
    quit: "Log out",
    register: "Make an account",
    login: "Log in",
    find: "Find",
  },
  find: {
    words: "Words",
    from: "From",
    in: "In",
    everywhere: "Everywhere",
    after: "After",
    before: "Before",
    none: "Nothing was found.",
    partial: "There may be more: narrow it down.",
  },
  filterChannels: "Name of a channel",
  askingChannels: "Asking the server…",
  accountName: "Account",
  email: "E-mail (may be left out)",
  accountLead: "An account keeps your name yours, and what you have read, on all your devices.",
  composer: (talk) => `Message to ${talk}`,
  commandField: "A command, such as /join #lobby",
  notJoined: (talk) => `You are not in ${talk}.`,
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
  shortcuts: [
    ["Ctrl K", "Go to a channel or person"],
    ["Alt ↑ / Alt ↓", "Previous or next talk"],
    ["Alt A", "Next talk with something unread"],
    ["Ctrl F", "Search in what was said"],
    ["Enter", "Send"],
    ["Shift Enter", "New line"],
    ["↑", "Bring back what you wrote (in the empty field)"],
    ["Tab", "Complete a name, :emoji: or /command"],
    ["Esc", "Close what is open, or mark as read"],
    ["↑ / ↓ in the messages", "Choose a message"],
    ["R, E, Delete on a message", "Reply, react, delete"],
    ["Page Up / Page Down", "Scroll the messages"],
    ["Ctrl /", "These shortcuts"],
  ],
};
