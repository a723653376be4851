/** All that is said by what lies over the talk, which is fetched later: another language is another table of this shape. */

import type { MemberAct } from "./member_acts.ts";

/** What the panels say. */
export interface PanelText {
  /** Words on buttons. */
  readonly act: Readonly<
    Record<"cancel" | "setAway" | "setBack" | "notify" | "quit" | "register" | "find", string>
  >;
  /** What one can do about somebody. */
  readonly memberAct: Readonly<Record<MemberAct, string>>;
  /** Why somebody is put out of a channel. */
  readonly kickReason: string;
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
  /** Each shortcut and what it does. */
  readonly shortcuts: readonly (readonly [keys: string, what: string])[];
}

/** In English. */
export const englishPanels: PanelText = {
  act: {
    cancel: "Cancel",
    setAway: "Say that you are away",
    setBack: "You are back",
    notify: "Notify me",
    quit: "Log out",
    register: "Make an account",
    find: "Find",
  },
  memberAct: {
    query: "Write to",
    mention: "Mention",
    whois: "Who is it?",
    ignore: "Ignore",
    unignore: "Ignore no more",
    voice: "Give voice",
    devoice: "Take voice",
    op: "Make operator",
    deop: "Make no operator",
    kick: "Kick",
    ban: "Ban",
  },
  kickReason: "Why (may be left out)",
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
    ["Enter on a message", "What you can do about who said it"],
    ["Page Up / Page Down", "Scroll the messages"],
    ["Ctrl /", "These shortcuts"],
  ],
};
