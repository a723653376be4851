/** What there is to show before anything has come: it is drawn while the modules that talk are still being loaded. */

import type { Buffer } from "../talk/buffer.ts";
import { allSettings } from "../talk/settings.ts";
import type { NetworkPlan } from "./client_plan.ts";
import type { TerminalOptions } from "./terminal_options.ts";
import type { NetworkView, ViewState } from "./view/view_state.ts";

/** What is known of it. */
export interface FirstOptions extends Pick<TerminalOptions, "settings" | "depth"> {
  /** In the order of the list. */
  readonly networks: readonly Pick<NetworkPlan, "name" | "nick">[];
}

/** Gives what a desk shows that nobody has touched, of networks to which nobody is connected. */
export function firstState({ networks, settings: given, depth }: FirstOptions): ViewState {
  const settings = allSettings(given);
  const views = networks.map(({ name, nick }): NetworkView => ({
    ...{ name, nick, state: "connecting", lagMs: undefined },
    buffers: [emptyBuffer(name)],
  }));
  return {
    networks: views,
    network: 0,
    buffer: views[0]?.buffers[0] ?? emptyBuffer(""),
    scroll: undefined,
    input: { text: "", cursor: 0, search: undefined, completion: undefined, paste: undefined },
    typing: [],
    marked: "",
    settings,
    theme: { depth, ground: settings.get("theme") === "light" ? "light" : "dark" },
  };
}

/** The server's own words, before the first. */
function emptyBuffer(name: string): Buffer {
  return {
    ...{ kind: "server", name, version: 0, topic: "", older: "some", newer: "none" },
    ...{ entries: [], pending: [], members: [] },
    ...{ isJoined: true, isAway: false, isCleared: false, isMuted: false },
    ...{ unreadCount: 0, mentionCount: 0, unreadFrom: undefined },
  };
}
