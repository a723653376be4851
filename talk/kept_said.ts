/** Messages in the form in which many of them are held. */

import { ownText } from "../wire/own_text.ts";
import type { Said } from "./event.ts";

/** Strings that are held anyway, for messages that have the same in them. */
export interface HeldNames {
  /** Of the talk. */
  readonly talk: string;
  /** Of who said it, where that is a member. */
  readonly member: string | undefined;
}

/** Gives a message that keeps nothing alive but what it tells; what its sender called it is needed no more. */
export function keptSaid(said: Said, { talk, member }: HeldNames): Said {
  const { kind, timeMs, id, manner, from, to, text, isPrivate, isOwn } = said;
  const { isOld, replyTo, account } = said;
  const held = (name: string) => [talk, member].find((one) => one === name) ?? ownText(name);
  return {
    kind,
    timeMs,
    id: id === undefined ? undefined : ownText(id),
    manner,
    from: held(from),
    to: held(to),
    text: ownText(text),
    isPrivate,
    isOwn,
    ...(isOld === undefined ? {} : { isOld }),
    ...(replyTo === undefined ? {} : { replyTo: ownText(replyTo) }),
    ...(account === undefined ? {} : { account: account === from ? held(from) : ownText(account) }),
  };
}
