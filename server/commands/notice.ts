/** What the server tells whoever asked, where no numeric says it. */

import { message as createMessage } from "../../wire/format.ts";
import { type Message, textRoom } from "../../wire/message.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { addressee } from "../core/replies.ts";
import type { Context } from "./command.ts";

/** Makes the line; the text is cut to fit. */
export function noticeLine(
  { world, session }: Pick<Context, "world" | "session">,
  text: string,
): Message {
  const words = ["NOTICE", addressee(session)];
  const cut = cutUtf8(text, textRoom(world.serverName, ...words));
  return createMessage(world.serverName, "NOTICE", addressee(session), cut);
}
