/** Making an account: https://ircv3.net/specs/extensions/account-registration */

import { nickFault } from "../../wire/casemap.ts";
import { mayMakeAccount } from "../core/account_rights.ts";
import type { LoginWay } from "../core/facts.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import { type Context, type Family, keepingObstacle, openCommand, shown } from "./command.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";

/** REGISTER and VERIFY. */
export const accountFamily: Family = {
  REGISTER: openCommand({
    min: 3,
    stage: "any",
    cost: 4,
    help: [
      "REGISTER <account> * <password>",
      "Makes an account, and logs in to it; an asterisk for the account stands for your nick.",
      "An e-mail address may stand for the asterisk; it is neither used nor kept.",
    ],
    run: (context, [name, , password]) =>
      makeAccount(context, { name: name === "*" ? ownNick(context) : name, password }, {
        way: "register",
        failed: (refusal) => answer(context, refusal),
      }),
  }),
  VERIFY: openCommand({
    min: 2,
    stage: "any",
    help: ["VERIFY <account> <code>", "Does nothing here: accounts need no verification."],
    run: (_, [name]) =>
      fail("VERIFY", "INVALID_CODE", shown(name), "Accounts need no verification here"),
  }),
};

/** An account that somebody wants. */
export interface WantedAccount {
  /** Its name, or "" where that would be a nick that there is not yet. */
  readonly name: string;
  /** Its password. */
  readonly password: string;
}

/** How the wish is answered. */
export interface AccountAnswer {
  /** See `LoginWay`. */
  readonly way: LoginWay;
  /** Told why not, where that is known only later. */
  readonly failed: (refusal: Refusal) => void;
}

/** Makes an account, unless something is against it. The session's next lines wait. */
export function makeAccount(
  context: Context,
  { name, password }: WantedAccount,
  { way, failed }: AccountAnswer,
): Refusal | undefined {
  const { world, session, policy } = context;
  const no = (code: string, text: string) => fail("REGISTER", code, shown(name), text);
  if (!policy.accounts.mayRegister) return no("DISALLOWED", "No accounts can be made here");
  if (exposesPasswords(context)) return no("DISALLOWED", exposedText);
  if (accountOf(context) !== undefined) {
    return no("ALREADY_AUTHENTICATED", "You are logged in to an account already");
  }
  if (name === "") return no("NEED_NICK", "Take a nick first, or name the account");
  const fault = nickFault(name);
  if (fault !== undefined) return no("BAD_ACCOUNT_NAME", `Account name ${fault}`);
  const refusal = mayMakeAccount(world, session.user, name) ??
    refusePassword(name, password) ?? keepingObstacle(context, "REGISTER", name);
  if (refusal !== undefined) return refusal;
  const release = context.hold();
  policy.accounts.makeCredential({ session, password }, (credential) => {
    if (credential === undefined) {
      failed(no("TEMPORARILY_UNAVAILABLE", "Too many accounts were made; try again in 10 minutes"));
    } else if (!session.isClosing) {
      const user = session.user?.id;
      context.emit({ kind: "accountMade", user, account: name, credential, way });
    }
    release();
  });
  return undefined;
}

/** Shortest and longest password, in characters. */
const minPasswordLength = 6;
const maxPasswordLength = 300;

/** Refuses a password that anybody guesses. It is never shown. */
export function refusePassword(name: string, password: string): Refusal | undefined {
  const no = (code: string, text: string) => fail("REGISTER", code, name, text);
  if (password.length > maxPasswordLength) {
    return no("UNACCEPTABLE_PASSWORD", `Take at most ${maxPasswordLength} characters`);
  }
  const isWeak = password.length < minPasswordLength ||
    password.toLowerCase() === name.toLowerCase();
  if (!isWeak) return undefined;
  return no("WEAK_PASSWORD", `Take at least ${minPasswordLength} characters, and not the name`);
}

/** The account that a session is logged in to. */
export function accountOf({ session }: Context): string | undefined {
  return session.user === undefined ? session.registration.account : session.user.account;
}

function ownNick({ session }: Context): string {
  return session.user?.nick ?? session.registration.nick ?? "";
}

function answer({ world, session, sink }: Context, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}
