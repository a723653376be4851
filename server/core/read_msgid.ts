/** Message ids taken apart. */

/** What a message's id says. */
export interface MsgidParts {
  /** See `World.epoch`. */
  readonly epoch: string;
  /** The fact's place in the order of that epoch. */
  readonly key: number;
}

/** Takes apart what `formatMsgid` made; undefined for any other text. */
export function readMsgid(msgid: string): MsgidParts | undefined {
  const [, epoch, key] = /^0*([0-9a-z]{1,8}?)([0-9a-z]{10})$/.exec(msgid) ?? [];
  if (epoch === undefined || key === undefined || msgid.length !== 18) return undefined;
  return { epoch, key: Number.parseInt(key, 36) };
}
