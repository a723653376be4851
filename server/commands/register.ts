/** How a connection becomes a user: https://modern.ircdocs.horse/#connection-registration */

import { nickFault } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { nickIsBanned } from "../core/apply_banned.ts";
import { suspectOf } from "../core/bans.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import { mayTakeNick } from "../core/account_rights.ts";
import { isTurnedOutHere } from "../core/turn_out.ts";
import type { User } from "../core/user.ts";
import { maxRealnameBytes, maxUsernameLength } from "../core/welcome.ts";
import { logIn } from "./authenticate.ts";
import { muteOf } from "./muted.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";
import { type Context, type Family, needMoreParams, openCommand, shown } from "./command.ts";

/** PASS, NICK and USER. */
export const registerFamily: Family = {
  PASS: openCommand({
    min: 1,
    stage: "before",
    help: [
      "PASS <password>",
      "Gives the server's password; before NICK and USER.",
      "Where the server has none: account:password logs in to an account.",
    ],
    run(context, [password]) {
      if (exposesPasswords(context)) return refuse(numeric.ERR_PASSWDMISMATCH, exposedText);
      context.session.registration.password = password;
      return undefined;
    },
  }),
  NICK: openCommand({
    min: 0,
    stage: "any",
    cost: 2,
    isHeard: () => true,
    help: ["NICK <nick>", "Takes a nick, or another one."],
    run: takeNick,
  }),
  USER: openCommand({
    min: 4,
    stage: "before",
    help: ["USER <username> 0 * :<real name>", "Says who you are; once, before registration ends."],
    run(context, [username, , , realname]) {
      const { registration } = context.session;
      if (registration.username !== undefined) {
        return refuse(numeric.ERR_ALREADYREGISTERED, "You have said who you are already");
      }
      // https://github.com/ircdocs/modern-irc/issues/85
      if (realname === "") return needMoreParams("USER");
      registration.username = formatUsername(username);
      registration.realname = cutUtf8(realname, maxRealnameBytes);
      return tryRegister(context);
    },
  }),
};

/** Makes a user name of any text; its `~` says that nobody vouches for it. */
export function formatUsername(text: string): string {
  const kept = text.replace(/[^A-Za-z0-9_.\-]/g, "").slice(0, maxUsernameLength - 1);
  return `~${kept === "" ? "user" : kept}`;
}

function takeNick(context: Context, params: readonly string[]): Refusal | undefined {
  const { session, world } = context;
  const [nick = ""] = params;
  if (nick === "") return refuse(numeric.ERR_NONICKNAMEGIVEN, "Give a nick");
  const fault = nickFault(nick);
  if (fault !== undefined) {
    return refuse(numeric.ERR_ERRONEUSNICKNAME, shown(nick), `Nick ${fault}`);
  }
  // Who is not in yet may still log in.
  const refusal = session.user === undefined
    ? undefined
    : mayTakeNick(world, nick, session.user.account);
  if (refusal !== undefined) return refusal;
  const holder = world.userByNick(nick);
  // Who is not in yet may still log in to the holder's account, and is the same one then.
  const mayBeSame = session.user === undefined && holder?.account !== undefined;
  if (holder !== undefined && holder !== session.user && !mayBeSame) {
    return refuse(numeric.ERR_NICKNAMEINUSE, nick, "That nick is taken");
  }
  if (session.user !== undefined) {
    return rename(context, session.user, nick);
  }
  session.registration.nick = nick;
  return tryRegister(context);
}

/**
 * Ends registration if nothing is missing: emits the arrival, whose application welcomes the user.
 *
 * A wrong or missing server password closes the connection with 464.
 */
export function tryRegister(context: Context): Refusal | undefined {
  const { session, world, sink, policy } = context;
  const { registration } = session;
  const { nick, username, realname, account, credentialKey, isNegotiating } = registration;
  if (session.user !== undefined || session.isClosing) return undefined;
  if (nick === undefined || username === undefined || isNegotiating) return undefined;
  if (policy.isPassword === undefined && account === undefined && logInByPass(context)) {
    return undefined;
  }
  const password = registration.password ?? "";
  if (policy.isPassword !== undefined && !policy.isPassword(password)) {
    const text = "The server's password is wrong or missing";
    return close(context, exposesPasswords(context) ? exposedText : text, "Wrong password");
  }
  if (policy.accounts.isRequired && account === undefined) {
    const text = "Only people with an account are let in; log in by SASL or PASS account:password";
    sink.reply(session, createMessage(world.serverName, "FAIL", "*", "ACCOUNT_REQUIRED", text));
    sink.close(session, "Log in to an account first");
    return undefined;
  }
  const refusal = mayTakeNick(world, nick, account);
  if (refusal !== undefined) {
    registration.nick = undefined;
    return refusal;
  }
  if (muteOf(context) !== undefined) registration.away = undefined;
  const { away } = registration;
  const ref = world.refOf(session);
  const holder = world.userByNick(nick);
  if (holder !== undefined) {
    if (account !== undefined && holder.account === account) {
      if (isTurnedOutHere(context, session)) return undefined;
      const who = { user: holder.id, account, credentialKey, session: ref };
      const attached = { kind: "attached", ...who } as const;
      context.emit(away === undefined ? attached : { ...attached, away });
      return undefined;
    }
    registration.nick = undefined;
    return refuse(numeric.ERR_NICKNAMEINUSE, nick, "That nick is taken");
  }
  if (isTurnedOutHere(context, session)) return undefined;
  const id = world.newUserId();
  const identity = { id, nick, username, host: session.host, realname };
  context.emit({
    kind: "arrived",
    session: ref,
    ...(account === undefined ? {} : { credentialKey }),
    identity: {
      ...identity,
      ...(away === undefined ? {} : { away }),
      ...(account === undefined ? {} : { account }),
    },
  });
  return undefined;
}

/** Gives a user another nick, unless a ban would be for it then, by its addresses too. */
export function rename(
  { world, nowMs, emit }: Context,
  { id, sessions }: User,
  nick: string,
): Refusal | undefined {
  for (const session of sessions) {
    const ban = world.bans.find("ban", suspectOf(session, { nick }), nowMs);
    if (ban !== undefined) return nickIsBanned(nick, ban);
  }
  emit({ kind: "renamed", user: id, nick });
  return undefined;
}

/** PASS account:password, for clients that know no SASL. Says whether it is being looked at. */
function logInByPass(context: Context): boolean {
  const { session: { registration } } = context;
  const { password = "" } = registration;
  const colon = password.indexOf(":");
  if (colon < 1 || nickFault(password.slice(0, colon)) !== undefined) return false;
  const login = { name: password.slice(0, colon), password: password.slice(colon + 1) };
  registration.password = undefined;
  logIn(context, login, "pass", {
    done: () => {
      const refusal = tryRegister(context);
      if (refusal !== undefined) answer(context, refusal);
    },
    failed: () => void close(context, "That is no account's name and password", "Wrong password"),
  });
  return true;
}

function close(context: Context, text: string, reason: string): undefined {
  answer(context, refuse(numeric.ERR_PASSWDMISMATCH, text));
  context.sink.close(context.session, reason);
}

function answer({ world, session, sink }: Context, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}
