/** A talk with all kinds of rows, for the tests of the view. */

import { Buffers } from "../../../talk/buffers.ts";
import type { ClientEvent, Said } from "../../../talk/event.ts";
import { allSettings } from "../../../talk/settings.ts";
import type { NetworkView, ViewState } from "../../../client/view/view_state.ts";

/** When it happens: local noon. */
export const startMs = new Date(2026, 10, 21, 12, 0).getTime();

/** One message in #lobby. */
export function said(from: string, text: string, more: Partial<Said> = {}): Said {
  return {
    kind: "said",
    manner: "message",
    from,
    to: "#lobby",
    text,
    isPrivate: false,
    isOwn: from === "ann",
    id: undefined,
    timeMs: startMs,
    ...more,
  };
}

/** Talks of ann. */
export function buffersOf(events: readonly ClientEvent[], looksAt?: string): Buffers {
  const buffers = new Buffers("libera", {
    nick: () => "ann",
    prefixes: () => "~&@%+",
    isMuted: () => false,
  });
  if (looksAt !== undefined) {
    buffers.receive([joined(looksAt)], startMs);
    buffers.look(looksAt);
  }
  buffers.receive(events, startMs);
  return buffers;
}

/** Ann comes into a channel. */
export function joined(channel: string, who = "ann"): ClientEvent {
  const isOwn = who === "ann";
  return { kind: "joined", who, channel, isOwn, id: undefined, timeMs: startMs };
}

/** What a screen shows; the first network's talks are those of `buffers`. */
export function viewState(
  buffers: Buffers,
  name: string,
  more: Partial<ViewState> = {},
): ViewState {
  const network: NetworkView = {
    name: "libera",
    buffers: buffers.list,
    state: "ready",
    nick: "ann",
    lagMs: 34,
  };
  return {
    networks: [network],
    network: 0,
    buffer: buffers.find(name) ?? buffers.server,
    scroll: undefined,
    input: { text: "", cursor: 0, search: undefined, completion: undefined, paste: undefined },
    typing: [],
    marked: "",
    settings: allSettings(new Map()),
    theme: { depth: "true", ground: "dark" },
    ...more,
  };
}

/** A talk with all kinds of rows. */
export function sampleTalk(): Buffers {
  const buffers = buffersOf([], "#lobby");
  const members = ["@alice", "+bob", "carol", "dave", "erin", "ann", "李雷", "שרה", "zoë"].map(
    (name) => {
      const prefixes = /^[@+]/.exec(name)?.[0] ?? "";
      return { nick: name.slice(prefixes.length), prefixes };
    },
  );
  const at = (minutes: number) => ({ timeMs: startMs + minutes * 60_000 });
  const stamp = { id: undefined };
  buffers.receive([
    { kind: "members", channel: "#lobby", members, ...stamp, ...at(0) },
    {
      kind: "topic",
      channel: "#lobby",
      by: undefined,
      text: "Welcome to the lobby — docs at https://example.org/docs · be \x02kind\x02",
      ...stamp,
      ...at(0),
    },
    said("alice", "morning everyone! who is up for the release today?", at(1)),
    said(
      "bob",
      "me. The notes are at https://example.org/releases/2026/11/notes-for-0.1.0.html and the build is green",
      { id: "m1", ...at(2) },
    ),
    said(
      "bob",
      "I only want to look at \x0304failing\x03 and \x0309passing\x03 runs \x02once\x02 more",
      at(2),
    ),
    { kind: "joined", who: "dave", channel: "#lobby", isOwn: false, ...stamp, ...at(3) },
    { kind: "joined", who: "erin", channel: "#lobby", isOwn: false, ...stamp, ...at(3) },
    { kind: "left", who: "frank", channel: "#lobby", reason: "", isOwn: false, ...stamp, ...at(3) },
    said("ann", "great, I'll tag it at noon", { id: "m2", ...at(4) }),
    said("carol", "reads well to me", { replyTo: "m1", id: "m3", ...at(5) }),
    said("李雷", "早上好，今天发布吗？我已经检查过翻译了，没有问题。", at(6)),
    said("שרה", "בוקר טוב, הכול מוכן (ready) 1.0", at(6)),
    said("zoë", "👩‍👩‍👧‍👦 🇩🇪 🏳️‍🌈 café e\u0301 done ✅", at(7)),
    said("alice", "waves at the new ones", { manner: "action", ...at(8) }),
    said("ChanServ", "This channel is logged.", { manner: "notice", ...at(8) }),
    said("dave", "ann: could you add me to the reviewers, please?", at(9)),
    said("erin", "something rude", { id: "m4", ...at(10) }),
    said("bob", "one message\nof two lines", at(11)),
    { kind: "mode", channel: "#lobby", by: "alice", change: "+v bob", ...stamp, ...at(11) },
    { kind: "gap", talk: "#lobby", ...stamp, ...at(12) },
    reaction("m2", "bob", "🎉"),
    reaction("m2", "carol", "🎉"),
    reaction("m2", "dave", "👍"),
    {
      kind: "redacted",
      talk: "#lobby",
      by: "alice",
      target: "m4",
      reason: "rude",
      ...stamp,
      ...at(12),
    },
    joined("#ops"),
    joined("#release-engineering"),
    said("bob", "ann: disk is full", { to: "#ops" }),
    said("bob", "just so you know", { to: "#release-engineering" }),
    said("bob", "psst", { to: "ann", isPrivate: true }),
    said("carol", "and more", at(13)),
    { ...said("ann", "on my way", at(14)), kind: "saying", once: "o1" },
  ], startMs);
  return buffers;
}

function reaction(target: string, who: string, text: string): ClientEvent {
  const stamp = { id: undefined, timeMs: startMs };
  return { kind: "reacted", talk: "#lobby", who, target, text, isTakenBack: false, ...stamp };
}
