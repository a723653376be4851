/** What a service can be told, and how it answers. */

import { message as createMessage } from "../../wire/format.ts";
import { type ServiceName, serviceSource } from "../core/services.ts";
import type { UserContext } from "./command.ts";

/** A command of a service. */
export interface ServiceCommand {
  /** How to write it. */
  readonly usage: string;
  /** What it does. */
  readonly text: string;
  /** Least number of words after its name. */
  readonly min: number;
  /** Runs it with the words after its name. */
  run(context: UserContext, words: readonly string[]): void;
}

/** Lets a service say something to the session. */
export function tell(
  { world, session, sink, user }: UserContext,
  service: ServiceName,
  text: string,
): void {
  const source = serviceSource(service, world.serverName);
  sink.reply(session, createMessage(source, "NOTICE", user.nick, text));
}
