/** Completes what is typed; fetched when there is something to complete. */

import { isSameName } from "../wire/casemap.ts";
import type { Buffer } from "../talk/buffer.ts";
import {
  complete,
  type Completion,
  type CompletionSources,
  type Replacement,
  type Typed,
  typedEmoji,
} from "../talk/completion.ts";
import { slashCommands } from "../talk/slash_commands.ts";
import type { Room } from "./room.ts";

/** Knows what can be completed in a talk. */
export class Completer {
  readonly #room: Room;
  readonly #buffer: Buffer;
  #emoji: ReadonlyMap<string, string> = new Map();

  /** Completes names of this talk. */
  constructor(room: Room, buffer: Buffer) {
    this.#room = room;
    this.#buffer = buffer;
  }

  /** Fetches what this text needs besides. */
  async prepare(text: string): Promise<void> {
    if (this.#emoji.size > 0 || !/(?:^|[\s(]):[a-z0-9+-]/i.test(text)) return;
    this.#emoji = (await import("../talk/emoji.ts")).emojiByName;
  }

  /** Gives what fits what stands before the cursor. */
  complete(typed: Typed): Completion | undefined {
    return complete(typed, this.#sources(), { before: undefined, step: 1 });
  }

  /** Gives the emoji whose name has just been ended. */
  emojiAt(typed: Typed): Replacement | undefined {
    return typedEmoji(typed, this.#emoji);
  }

  /** Those who spoke last come first. */
  #sources(): CompletionSources {
    const { kind, name, members } = this.#buffer;
    const { network: { buffers }, nick: own } = this.#room;
    const others = [...members].sort((one, other) => other.spoke - one.spoke)
      .map(({ nick }) => nick).filter((nick) => !isSameName(nick, own));
    const talks = buffers.list.filter((each) => each.kind !== "server");
    return {
      nicks: kind === "person" ? [name] : others,
      channels: talks.filter((each) => each.kind === "channel").map((each) => each.name),
      talks: talks.map((each) => each.name),
      commands: Object.entries(slashCommands).map(([each, command]) => ({
        name: each,
        arguments: command.arguments,
      })),
      settings: [],
      emoji: this.#emoji,
    };
  }
}
