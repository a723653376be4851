/** NickServ: accounts, for those whose clients know nothing of them. What it is told is never relayed, kept or logged. */

import { foldName, isSameName } from "../../wire/casemap.ts";
import type { Refusal } from "../core/refusal.ts";
import type { User } from "../core/user.ts";
import { freeNick } from "../core/free_nick.ts";
import { maxNickLength } from "../../wire/casemap.ts";
import { makeAccount, refusePassword } from "./account.ts";
import { type Login, logIn } from "./authenticate.ts";
import type { UserContext } from "./command.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";
import { muteOf } from "./muted.ts";
import { rename } from "./register.ts";
import { nickservCert } from "./nickserv_cert.ts";
import { type ServiceCommand, tell } from "./service_command.ts";

/** What NickServ can be told, by its first word. */
export const nickservCommands: ReadonlyMap<string, ServiceCommand> = new Map(Object.entries(
  {
    REGISTER: {
      usage: "REGISTER <password>",
      text: "makes an account of your nick",
      min: 1,
      run: (context, [password = ""]) => {
        const wanted = { name: context.user.nick, password };
        const answer = { way: "service", failed: (why: Refusal) => refused(context, why) } as const;
        const refusal = makeAccount(context, wanted, answer);
        if (refusal !== undefined) refused(context, refusal);
      },
    },
    IDENTIFY: {
      usage: "IDENTIFY [<account>] <password>",
      text: "logs in to an account; without a name to that of your nick",
      min: 1,
      run: (context, [first = "", second]) => {
        const { user } = context;
        const login = second === undefined
          ? { name: user.account ?? user.nick, password: first }
          : { name: first, password: second };
        logIn(context, login, "service", { failed: (refusal) => refused(context, refusal) });
      },
    },
    LOGOUT: {
      usage: "LOGOUT",
      text: "logs out",
      min: 0,
      run: ({ emit, user }) => emit({ kind: "loggedOut", user: user.id }),
    },
    GHOST: {
      usage: "GHOST <nick>",
      text: "ends another connection of yours that still has the nick",
      min: 1,
      run: (context, [nick = ""]) => ghost(context, nick),
    },
    REGAIN: {
      usage: "REGAIN <nick>",
      text: "takes a nick of yours, whoever has it",
      min: 1,
      run: (context, [nick = ""]) => regain(context, nick),
    },
    SET: {
      usage: "SET PASSWORD <password>",
      text: "changes the password of your account",
      min: 2,
      run: (context, [what = "", password = ""]) => setPassword(context, what, password),
    },
    CERT: {
      usage: "CERT ADD | DEL <fingerprint> | LIST",
      text: "lets the certificate that you connect with log you in, or no longer does",
      min: 1,
      run: nickservCert,
    },
    DROP: {
      usage: "DROP <account> <password>",
      text: "ends an account, and erases what only it could read",
      min: 2,
      run: (context, [name = "", password = ""]) => drop(context, { name, password }),
    },
  } satisfies Record<string, ServiceCommand>,
));

/** Finds another user that may be sent away from `nick`: one of the same account, or where the nick is that account's. */
function findHolder(context: UserContext, nick: string): User | undefined {
  const { world, user } = context;
  const { account } = user;
  if (account === undefined) {
    tell(context, "NickServ", "Log in first: IDENTIFY <account> <password>");
    return undefined;
  }
  const holder = world.userByNick(nick);
  const isOwn = isSameName(nick, account) || holder?.account === account;
  if (holder !== undefined && holder !== user && isOwn) return holder;
  tell(context, "NickServ", `Nobody whom you may send away has the nick ${nick.slice(0, 64)}`);
  return undefined;
}

function ghost(context: UserContext, nick: string): void {
  const holder = findHolder(context, nick);
  if (holder === undefined) return;
  const reason = `Ghosted by ${context.user.nick}`;
  context.emit({ kind: "expelled", user: holder.id, reason });
  tell(context, "NickServ", `${holder.nick} is sent away`);
}

function regain(context: UserContext, nick: string): void {
  const { world, user, emit } = context;
  const muted = muteOf(context);
  if (muted !== undefined) return tell(context, "NickServ", muted);
  const holder = findHolder(context, nick);
  if (holder === undefined) return;
  const guest = freeNick(world, "guest", maxNickLength);
  emit({ kind: "renamed", user: holder.id, nick: guest });
  const banned = rename(context, user, nick);
  if (banned !== undefined) refused(context, banned);
}

function setPassword(context: UserContext, what: string, password: string): void {
  const { session, user, policy, world } = context;
  const { account } = user;
  if (foldName(what) !== "password") {
    return tell(context, "NickServ", "Say SET PASSWORD <password>");
  }
  if (account === undefined) {
    return tell(context, "NickServ", "Log in first: IDENTIFY <account> <password>");
  }
  if (exposesPasswords(context)) return tell(context, "NickServ", exposedText);
  const refusal = refusePassword(account, password);
  if (refusal !== undefined) return refused(context, refusal);
  const credentialKey = world.accounts.find(account)?.credentialKey ?? 0;
  const release = context.hold();
  policy.accounts.makeCredential({ session, password }, (credential) => {
    // Whoever has left or logged out meanwhile may not change it any more.
    const isThere = session.user?.account === account &&
      world.accounts.find(account) !== undefined;
    if (credential === undefined) {
      tell(context, "NickServ", "Too many passwords were set; try again in 10 minutes");
    } else if (isThere) {
      context.emit({ kind: "credentialSet", user: user.id, account, credentialKey, credential });
    }
    release();
  });
}

function drop(context: UserContext, { name, password }: Login): void {
  const { world, session, policy } = context;
  if (exposesPasswords(context)) return tell(context, "NickServ", exposedText);
  const credential = world.accounts.find(name)?.credential;
  const release = context.hold();
  policy.accounts.checkPassword({ session, name, password, credential }, (verdict) => {
    const account = world.accounts.find(name);
    const isSame = account !== undefined && account.credential === credential;
    if (verdict !== "right" || !isSame) {
      const isTooOften = verdict === "tooOften";
      const wrong = "That is no account's name and password";
      tell(context, "NickServ", isTooOften ? "Too many tries; wait a minute" : wrong);
    } else if (session.user !== undefined) {
      const { name, credentialKey } = account;
      context.emit({ kind: "accountDropped", user: session.user.id, account: name, credentialKey });
    }
    release();
  });
}

function refused(context: UserContext, { params }: Refusal): void {
  tell(context, "NickServ", params.at(-1) ?? "");
}
