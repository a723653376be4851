/** What begins with a slash: fetched when somebody types it, or when there is nothing better to do. */

import type { Commands } from "../talk/network.ts";

/** What typed lines mean. */
export class TypedCommands {
  /** Of whoever takes a line; `prepare` was called with it before. */
  readonly commands: Commands = {
    parse: (line, typedIn) => this.#loaded?.parse(line, typedIn) ?? { kind: "say", text: line },
    act: (place, action) => this.#loaded?.act(place, action) ?? { step: { send: [], events: [] } },
    isSecret: (line) => this.#loaded?.isSecret(line) ?? false,
  };
  #loaded: Commands | undefined;

  /** Fetches what it takes to understand a text. */
  async prepare(text: string): Promise<void> {
    if (this.#loaded !== undefined || !isCommandLike(text) && text.trim() !== "exit") return;
    this.#loaded = (await import("../talk/slash_language.ts")).slashLanguage;
  }
}

/** Says whether a line of it could be a command: there may be a password in it, so that it is kept nowhere. */
export function isCommandLike(text: string): boolean {
  return /^\s*\//m.test(text);
}
