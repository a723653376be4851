/** CAP: https://ircv3.net/specs/extensions/capability-negotiation */

import {
  capabilities,
  type Capability,
  capabilityNames,
  isCapability,
} from "../../wire/capabilities.ts";
import { upperWord } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { type Message, textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { addressee } from "../core/replies.ts";
import { reshape, type Session } from "../core/session.ts";
import type { World } from "../core/world.ts";
import { type Context, type Family, openCommand, shown } from "./command.ts";
import { abortLogin, offeredMechanisms } from "./authenticate.ts";
import { exposesPasswords } from "./password_privacy.ts";
import { tryRegister } from "./register.ts";

/** CAP LS, LIST, REQ and END. */
export const capFamily: Family = {
  CAP: openCommand({
    min: 1,
    stage: "any",
    cost: 0,
    help: [
      "CAP LS [version] | LIST | REQ :names | END",
      "Tells and chooses what the client and the server do beyond plain IRC.",
    ],
    run: negotiate,
  }),
};

function negotiate(context: Context, params: readonly string[]): Refusal | undefined {
  const { session } = context;
  const [subcommand = "", ...rest] = params;
  switch (upperWord(subcommand)) {
    case "LS": {
      hold(session);
      const version = Number.parseInt(rest[0] ?? "") || 301;
      session.capVersion = Math.max(session.capVersion, version);
      if (session.capVersion >= 302) session.capabilities.add("cap-notify");
      return list(context, { subcommand: "LS", words: offeredWords(context, version), version });
    }
    case "LIST": {
      const { capabilities, capVersion } = session;
      return list(context, { subcommand: "LIST", words: capabilities, version: capVersion });
    }
    case "REQ":
      hold(session);
      // Whoever types it by hand forgets the colon.
      return request(context, rest.join(" "));
    case "END":
      session.registration.isNegotiating = false;
      abortLogin(context);
      return tryRegister(context);
    default:
      return refuse(numeric.ERR_INVALIDCAPCMD, shown(subcommand), "Unknown CAP subcommand");
  }
}

function list({ world, session, sink }: Context, told: CapList): undefined {
  sink.answer(session, listLines(world, session, told));
}

/** What is offered, from version 302 on with what the server tells of it besides. */
function offeredWords(context: Context, version: number): readonly string[] {
  return capabilityNames.filter((name) => isOffered(context, name)).map((name) => {
    const value = name === "sasl" ? offeredMechanisms(context).join(",") : capabilities[name].value;
    return value === undefined || version < 302 ? name : `${name}=${value}`;
  }).concat(version < 302 ? [] : strictTransport(context));
}

/** What can't be asked for, only known: https://ircv3.net/specs/extensions/sts. Browsers have something of their own. */
function strictTransport({ policy: { sts }, session }: Context): readonly string[] {
  if (sts === undefined || session.frameBit !== 0) return [];
  if (session.isSecure) return [`sts=duration=${sts.durationSeconds}`];
  // Whoever is to forget it need not come by TLS for good.
  return sts.durationSeconds === 0 ? [] : [`sts=port=${sts.port}`];
}

function isOffered(context: Context, name: Capability): boolean {
  if (name !== "draft/account-registration") return true;
  return context.policy.accounts.mayRegister && !exposesPasswords(context);
}

/** Registration waits from the first LS or REQ to END. */
function hold({ registration }: Session): void {
  registration.isNegotiating = true;
}

/** A list of capabilities to be told. */
export interface CapList {
  /** LS or LIST. */
  readonly subcommand: string;
  /** The capabilities. */
  readonly words: Iterable<string>;
  /** What the client understands. */
  readonly version: number;
}

/** Tells a list. One longer than a line goes on after an asterisk; clients that don't know this are told what fits. */
export function* listLines(
  { serverName }: World,
  session: Session,
  { subcommand, words, version }: CapList,
): Generator<Message> {
  const head = [addressee(session), subcommand];
  const [first = "", ...rest] = packTokens(words, textRoom(serverName, "CAP", ...head, "*"));
  const lines = version >= 302 ? [first, ...rest] : [first];
  for (const [at, line] of lines.entries()) {
    const mark = at < lines.length - 1 ? ["*"] : [];
    yield createMessage(serverName, "CAP", ...head, ...mark, line);
  }
}

/** Takes or drops all that is asked for, or nothing. What is on its way, and the answer itself, still look as before. */
function request(context: Context, argument: string): undefined {
  const { world, session, sink } = context;
  const changes = requested(context, argument);
  const head = [addressee(session), changes === undefined ? "NAK" : "ACK"];
  const room = textRoom(world.serverName, "CAP", ...head);
  // An ACK may take several lines; a NAK tells only that nothing of it was done.
  const lines = changes === undefined
    ? [cutUtf8(argument, room)]
    : [...packTokens(argument.split(" ").filter(Boolean), room)];
  for (const line of lines.length > 0 ? lines : [""]) {
    sink.reply(session, createMessage(world.serverName, "CAP", ...head, line));
  }
  for (const [name, isWanted] of changes ?? []) {
    if (isWanted) session.capabilities.add(name);
    else session.capabilities.delete(name);
  }
  reshape(session);
}

/** Reads what is asked for; undefined where one name is not known or can't be dropped. */
function requested(
  context: Context,
  argument: string,
): ReadonlyMap<Capability, boolean> | undefined {
  const changes = new Map<Capability, boolean>();
  for (const word of argument.split(" ")) {
    if (word === "") continue;
    const isWanted = !word.startsWith("-");
    const name = isWanted ? word : word.slice(1);
    if (!isCapability(name) || !isOffered(context, name)) return undefined;
    // CAP LS 302 stands for cap-notify, for good.
    if (!isWanted && name === "cap-notify" && context.session.capVersion >= 302) return undefined;
    changes.set(name, isWanted);
  }
  return changes;
}
