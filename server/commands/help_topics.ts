/** What HELP tells besides the commands. */

import { capabilities, capabilityNames } from "../../wire/capabilities.ts";
import { flagModes, listModes, type RankLetter } from "../core/modes.ts";
import { userModes } from "../core/user_modes.ts";

/** What members of a rank may do, by its letter. */
const ranks: Readonly<Record<RankLetter, string>> = {
  o: "operator: may do all there",
  h: "half-operator: may set modes and topic, kick, and give voice",
  v: "voice: may speak where not all may",
};

/** Lines by the topic's name, in upper case. */
export const helpTopics: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  CAPABILITIES: [
    "What clients can ask for by CAP REQ, and where it is described:",
    ...capabilityNames.map((name) => `${name}: ${capabilities[name].specification}`),
  ],
  MODES: [
    "Modes of channels, for MODE:",
    ...Object.entries(listModes).map(([letter, text]) => `${letter} <mask>: ${text}`),
    "k <key>: lets in only who gives the key",
    "l <number>: lets in no more than so many",
    ...Object.entries(flagModes).map(([letter, text]) => `${letter}: ${text}`),
    ...Object.entries(ranks).map(([letter, text]) => `${letter} <nick>: ${text}`),
  ],
  USERMODES: [
    "Your own modes, for MODE. Whoever has one:",
    ...Object.entries(userModes).map(([letter, text]) => `${letter}: ${text}`),
  ],
}));
