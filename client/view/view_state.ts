/** All that is drawn: the talks of all connections, where somebody looks, what is typed. */

import type { Buffer } from "../../talk/buffer.ts";
import type { SettingValues } from "../../talk/settings.ts";
import type { Completion } from "../../talk/completion.ts";
import type { HistorySearch } from "../typing/history_search.ts";
import type { PendingPaste } from "../typing/paste_guard.ts";
import type { ScrollPlace } from "./scroll.ts";
import type { Theme } from "./theme.ts";

/** One connection. */
export interface NetworkView {
  /** What it is called: of the server, or of the file of settings. */
  readonly name: string;
  /** Its talks in the order of the list, the server's own first. */
  readonly buffers: readonly Buffer[];
  /** How far the connection is. */
  readonly state: "connecting" | "ready" | "lost";
  /** Our nick there. */
  readonly nick: string;
  /** How long the server takes to answer; undefined while nobody knows. */
  readonly lagMs: number | undefined;
}

/** What is being typed, and what is asked meanwhile. */
export interface InputView {
  /** As it may be seen, see `LineEditor.shown`. */
  readonly text: string;
  /** Where the cursor is in it, in UTF-16 units. */
  readonly cursor: number;
  /** What Ctrl-R looks for. */
  readonly search: HistorySearch | undefined;
  /** What Tab offers. */
  readonly completion: Completion | undefined;
  /** A paste that waits for an answer. */
  readonly paste: PendingPaste | undefined;
}

/** Everything at one moment. */
export interface ViewState {
  /** At least one, in the order of the list. */
  readonly networks: readonly NetworkView[];
  /** Which of them is looked at. */
  readonly network: number;
  /** The talk that is looked at: one of that network's. */
  readonly buffer: Buffer;
  /** Which part of it is looked at; undefined: the end. */
  readonly scroll: ScrollPlace | undefined;
  /** What is typed. */
  readonly input: InputView;
  /** Who types in the talk. */
  readonly typing: readonly string[];
  /** What was searched for in the talk, to be marked; empty for nothing. */
  readonly marked: string;
  /** See `allSettings`. */
  readonly settings: SettingValues;
  /** What the terminal shows; the setting `theme` is taken into account by whoever makes this. */
  readonly theme: Theme;
}
