/** Accounts for people without IRC. Passwords are never shown, said or kept. */

import { message as createMessage } from "../../wire/format.ts";
import type { Refusal } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import { makeAccount } from "./account.ts";
import { type Login, logIn } from "./authenticate.ts";
import type { Context, UserContext } from "./command.ts";
import { muteOf } from "./muted.ts";
import { rename } from "./register.ts";

/** Reads what follows /login: a name, then a password, which may have spaces. */
export function readLogin(rest: string): Login | undefined {
  const [, name = "", password = ""] = /^(\S+)\s+(.+)$/.exec(rest.trim()) ?? [];
  return name === "" ? undefined : { name, password };
}

/** Makes an account of one's name. */
export function registerPlain(context: UserContext, password: string): void {
  if (password === "") return tell(context, "Choose a password: /register PASSWORD");
  const refusal = makeAccount(context, { name: context.user.nick, password }, {
    way: "plain",
    failed: (why) => refused(context, why),
  });
  if (refusal !== undefined) refused(context, refusal);
}

/** Logs in, and takes the account's name where nobody has it. */
export function logInPlain(context: UserContext, rest: string): void {
  const login = readLogin(rest);
  if (login === undefined) return tell(context, "Say who you are: /login NAME PASSWORD");
  logIn(context, login, "plain", { done: () => takeName(context, login.name) });
}

function takeName(context: Context, name: string): void {
  const { world, session } = context;
  if (muteOf(context) !== undefined) return;
  const account = world.accounts.find(name)?.name;
  const { user } = session;
  if (user === undefined || account === undefined) return;
  if (world.userByNick(account) === undefined) {
    const refusal = rename(context, user, account);
    if (refusal !== undefined) refused(context, refusal);
  }
}

function refused({ world, session, sink }: Context, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}

function tell({ world, session, sink, user }: UserContext, text: string): void {
  sink.reply(session, createMessage(world.serverName, "NOTICE", user.nick, text));
}
