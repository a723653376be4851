/** How people without IRC come in: a password where there is one, a name, and they are in the lobby. */

import { maxNickLength, nickFault } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { lobbyName } from "../core/channel.ts";
import { isTurnedOutHere } from "../core/turn_out.ts";
import { maxAnyNickLength } from "../core/user.ts";
import { freeNick } from "../core/free_nick.ts";
import { quit } from "./about.ts";
import { logIn } from "./authenticate.ts";
import type { Context } from "./command.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";
import { readLogin } from "./plain_account.ts";

/** How many wrong passwords a plain client may give. */
const maxWrongPasswords = 3;

/** What a first line that is one of these alone means, here as later: to leave. */
export const leavingWords: ReadonlySet<string> = new Set(["exit", "!DISCONNECT"]);

/**
 * Asks what has to be asked of a client that has not said a line yet: `password?`, `login?` or `alias?`, to the letter and without a
 * line end, since clients in the wild match it so. Where nothing is to be asked it is in.
 */
export function greetPlain(context: Context): void {
  const { session, sink, policy } = context;
  if (isAskedInVain(context)) {
    // It may speak IRC yet, which knows ways to log in without telling a password.
    sink.prompt(session, `[server] ${exposedText}\n`);
  } else if (needsPassword(context)) {
    session.wasAsked = true;
    sink.prompt(session, "password?");
  } else if (needsAccount(context)) {
    session.wasAsked = true;
    sink.prompt(session, "login?");
  } else if (policy.plain === "alias") {
    session.wasAsked = true;
    sink.prompt(session, "alias?");
  } else {
    arrive(context, addressNick(context));
  }
}

/** Takes a line of a plain client that is not in yet. Gives the line back where it is a message to be said. */
export function enterPlain(context: Context, line: string): string | undefined {
  const { session, policy } = context;
  if (leavingWords.has(line.trim())) {
    quit(context, "");
    return undefined;
  }
  if (isAskedInVain(context)) {
    context.sink.close(session, "Passwords are not taken without TLS");
    return undefined;
  }
  if (needsPassword(context)) {
    takePassword(context, line);
    return undefined;
  }
  if (needsAccount(context)) {
    takeLogin(context, line);
    return undefined;
  }
  if (policy.plain === "anonymous") {
    arrive(context, addressNick(context));
    return line;
  }
  const alias = formatAlias(line);
  if (alias === undefined) {
    const guest = freeNick(context.world, `guest-${session.port}`, maxNickLength);
    const why = line.trim() === "" ? "" : "That is no name, so it was said. ";
    tell(context, `${why}You are ${guest}; /nick NAME gives you another name`);
    arrive(context, guest);
    return line;
  }
  const nick = freeNick(context.world, alias, maxNickLength);
  if (nick !== alias) {
    const isOwned = context.world.accounts.ownerOf(alias) !== undefined;
    const hint = isOwned ? `/login ${alias} PASSWORD` : "/nick NAME";
    tell(context, `The name ${alias} is taken; you are ${nick}. ${hint} gives you another one`);
  }
  arrive(context, nick);
  return undefined;
}

/**
 * Makes a nick of what someone typed as a name: spaces become `_`, diacritics are dropped, a leading digit gets a `_`.
 *
 * Gives undefined where that is no nick, so that the line is a message. A reserved name counts as taken.
 */
export function formatAlias(line: string): string | undefined {
  const spaced = line.trim().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, "_");
  const alias = /^[0-9]/.test(spaced) ? `_${spaced}` : spaced;
  const fault = nickFault(alias);
  return fault === undefined || fault === "is reserved" ? alias : undefined;
}

function needsPassword({ policy, session }: Context): boolean {
  const { isPassword } = policy;
  return isPassword !== undefined && !isPassword(session.registration.password ?? "");
}

/** Who speaks no IRC has no way to prove to know a password without telling it. */
function isAskedInVain(context: Context): boolean {
  return exposesPasswords(context) && (needsPassword(context) || needsAccount(context));
}

const accountText = "Only people with an account are let in: /login NAME PASSWORD";

function needsAccount({ policy, session }: Context): boolean {
  return policy.accounts.isRequired && session.registration.account === undefined;
}

/** The tries are bounded by who checks passwords. */
function takeLogin(context: Context, line: string): void {
  const { world, session } = context;
  const [, rest = ""] = /^\/login\s+(.*)$/.exec(line.trim()) ?? [];
  const login = readLogin(rest);
  if (login === undefined) return tell(context, accountText);
  logIn(context, login, "plain", {
    done: () => {
      const name = session.registration.account ?? login.name;
      const isFree = world.userByNick(name) === undefined;
      arrive(context, isFree ? name : freeNick(world, name, maxNickLength));
    },
  });
}

function takePassword(context: Context, line: string): void {
  const { session, sink, policy } = context;
  const { registration } = session;
  registration.password = line;
  if (policy.isPassword?.(line)) {
    greetPlain(context);
    return;
  }
  registration.wrongPasswords++;
  const left = maxWrongPasswords - registration.wrongPasswords;
  if (left === 0) {
    sink.close(session, "Wrong password");
    return;
  }
  tell(context, `That password is wrong; tries left: ${left}`);
  greetPlain(context);
}

function addressNick({ world, session: { address, port } }: Context): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return freeNick(world, `${host}:${port}`, maxAnyNickLength);
}

function arrive(context: Context, nick: string): void {
  const { world, session } = context;
  const username = "~plain";
  if (isTurnedOutHere(context, session, { nick, username })) return;
  const id = world.newUserId();
  const { account, credentialKey } = session.registration;
  const identity = { id, nick, username, host: session.host, realname: nick };
  context.emit({
    kind: "arrived",
    session: world.refOf(session),
    ...(account === undefined ? {} : { credentialKey }),
    identity: account === undefined ? identity : { ...identity, account },
  });
  context.emit({ kind: "joined", user: id, channel: lobbyName });
}

function tell({ world, session, sink }: Context, text: string): void {
  sink.reply(session, createMessage(world.serverName, "NOTICE", "*", text));
}
