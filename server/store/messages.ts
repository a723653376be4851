/** What the server and its store's workers tell each other. */

import type { ArchiveAnswer, ArchiveQuery } from "../core/archive.ts";
import type { Batch } from "./batch.ts";
import type { StoreState } from "./load_state.ts";
import type { Retention } from "./retention.ts";

/** What a worker does: two of them share a file; what is in memory has only one. */
export type WorkerRole = "writer" | "reader" | "both";

/** To a worker. */
export type StoreRequest =
  /** The first one. Without a folder all is in memory. */
  | { readonly kind: "open"; readonly role: WorkerRole; readonly folder: string | undefined }
  | { readonly kind: "append"; readonly batch: Batch }
  /** For who writes, before anything is kept: the numbering that is shared with others, and their key. */
  | { readonly kind: "adopt"; readonly epoch: string; readonly cloakKey: Uint8Array }
  /** For who writes: what holds from now on. */
  | { readonly kind: "retain"; readonly retention: Retention }
  | { readonly kind: "ask"; readonly id: number; readonly query: ArchiveQuery }
  /** The last one. */
  | { readonly kind: "close" };

/** From a worker. */
export type StoreReply =
  /** The first one: what was sent before it would be lost. */
  | { readonly kind: "ready" }
  /** Only who writes knows the state. */
  | { readonly kind: "opened"; readonly state: StoreState | undefined }
  /** It can't be opened; the text is for the operator. */
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "kept" }
  /** The batch is not in the file; the text is for the log. */
  | { readonly kind: "lost"; readonly text: string }
  /** So many lines were too old, and no trace of them is left. */
  | { readonly kind: "erased"; readonly count: number }
  | { readonly kind: "answer"; readonly id: number; readonly answer: ArchiveAnswer }
  | { readonly kind: "closed" };
