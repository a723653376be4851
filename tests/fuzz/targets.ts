/** All that is fuzzed. */

import { configTarget } from "./config_target.ts";
import { frameTarget } from "./frame_target.ts";
import { importTarget } from "./import_target.ts";
import { ircTarget, plainTarget } from "./talk_target.ts";
import type { Target } from "./target.ts";
import { wireTarget } from "./wire_target.ts";

/** Their shares are a hundred together. */
export const targets: readonly Target[] = [
  wireTarget,
  ircTarget,
  plainTarget,
  frameTarget,
  configTarget,
  importTarget,
];
