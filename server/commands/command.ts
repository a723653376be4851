/** What a command is: declared once, and the declaration is what the gate enforces. */

import type { Capability } from "../../wire/capabilities.ts";
import { hasForbidden, type Message } from "../../wire/message.ts";
import { upperWord } from "../../wire/casemap.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Archive } from "../core/archive.ts";
import type { AccountPolicy } from "../core/account_policy.ts";
import type { Fact } from "../core/facts.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import type { Lockdown } from "../core/lockdown.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import type { Session } from "../core/session.ts";
import type { Sink } from "../core/sink.ts";
import type { User } from "../core/user.ts";
import type { World } from "../core/world.ts";

/** Somebody who says to be an operator of the server. */
export interface OperatorClaim {
  /** Who says it. */
  readonly session: Session;
  /** The operator's name. */
  readonly name: string;
  /** The operator's password. */
  readonly password: string;
}

/** What clients are to keep to: https://ircv3.net/specs/extensions/sts */
export interface StrictTransport {
  /** The port that speaks TLS. */
  readonly port: number;
  /** For how long they are to remember it; 0: they are to forget it. */
  readonly durationSeconds: number;
}

/** What the operator has decided that commands must know. */
export interface Policy {
  /** How people without IRC are let in. */
  readonly plain: "alias" | "anonymous";
  /** Says whether a password lets one in; undefined where none is needed. */
  readonly isPassword: ((candidate: string) => boolean) | undefined;
  /** Whether anybody can be an operator: the settings name at least one. */
  readonly hasOperators: boolean;
  /** Looks an operator up; calls `answer` sooner or later, in a turn of its own. */
  checkOperator(claim: OperatorClaim, answer: (isRight: boolean) => void): void;
  /** Passwords are taken from those too whose lines others on the way can read. */
  readonly allowsPlainPasswords: boolean;
  /** Where clients are told to come by TLS, and only so; undefined where they are not. */
  readonly sts: StrictTransport | undefined;
  /** What belongs to people. */
  readonly accounts: AccountPolicy;
  /** Reads the configuration again; gives what the operator is to know: what was wrong with it, or needs a restart. */
  rehash(): string | undefined;
  /** Writes a time for people. */
  formatTime(ms: number): string;
  /** Writes a time of day for people, with the day where it is another one. */
  clockTime(ms: number): string;
  /** Whether the doors are locked. */
  readonly lockdown: Lockdown;
}

/** What a handler works with. It reads the world; others see only what it emits. */
export interface Context {
  /** To read from. */
  readonly world: World;
  /** Whose command it is. */
  readonly session: Session;
  /** Whose session it was when the command came; undefined before registration. */
  readonly user: User | undefined;
  /** To answer by. */
  readonly sink: Sink;
  /** To ask what was before. */
  readonly archive: Archive;
  /** See `Policy`. */
  readonly policy: Policy;
  /** Milliseconds of the server's clock. */
  readonly nowMs: number;
  /** Lets the session's next lines wait until the function that it gives is called. */
  hold(): () => void;
  /** Publishes a fact; with a bus of one server it is applied on return. */
  emit(fact: Fact): void;
}

/** A context whose session is a user's. */
export interface UserContext extends Context {
  /** Whose session it is. */
  readonly user: User;
}

/** A list of at least `N` strings, so that a declared minimum is also the handler's type. */
export type AtLeast<N extends number, T extends readonly string[] = readonly []> =
  T["length"] extends N ? readonly [...T, ...string[]]
    : AtLeast<N, readonly [...T, string]>;

/** What a command may need besides registration. */
export type Privilege = "operator";

/** When a command may be given: "before" registration only, "after" it only, or at "any" time. */
export type Stage = "before" | "after" | "any";

/** What every declaration holds. */
export interface Declaration<N extends number> {
  /** Least number of parameters, of which the first is not empty; else 461 is the answer and the handler is not run. */
  readonly min: N;
  /** Who lacks it is answered by 481. */
  readonly privilege?: Privilege;
  /** Without this capability the command is unknown. */
  readonly capability?: Capability;
  /** Tokens of the sender's quota; 1 if left out. */
  readonly cost?: number;
  /** The cost is that of one item of the first parameter, a list by comma. */
  readonly isPerItem?: true;
  /** Says whether others would read what it says, so that it is refused to whom the operator has muted; never if left out. */
  readonly isHeard?: (params: readonly string[]) => boolean;
  /** How to write it, then what it does. HELP and docs/protocol.md show these. */
  readonly help: readonly [usage: string, ...text: string[]];
}

/** A command as the gate sees it. */
export interface Command extends Declaration<number> {
  /** See `Stage`. */
  readonly stage: Stage;
  /** Runs it, after all checks that the declaration names. */
  run(context: Context, message: Message): Refusal | undefined;
}

/** Commands by name, in upper case. */
export type Family = Readonly<Record<string, Command>>;

/** Declares a command of registered users. */
export function command<const N extends number>(
  declaration: Declaration<N> & {
    run(context: UserContext, params: AtLeast<N>, message: Message): Refusal | undefined | void;
  },
): Command {
  const { run, ...rest } = declaration;
  return {
    ...rest,
    stage: "after",
    run(context, message) {
      if (!hasUser(context)) return notRegistered();
      if (!hasAtLeast(message.params, declaration.min)) return needMoreParams(message.command);
      return run(context, message.params, message) ?? undefined;
    },
  };
}

/** Declares a command that needs no registration. */
export function openCommand<const N extends number>(
  declaration: Declaration<N> & {
    stage: "before" | "any";
    run(context: Context, params: AtLeast<N>, message: Message): Refusal | undefined | void;
  },
): Command {
  const { run, ...rest } = declaration;
  return {
    ...rest,
    run(context, message) {
      if (!hasAtLeast(message.params, declaration.min)) return needMoreParams(message.command);
      return run(context, message.params, message) ?? undefined;
    },
  };
}

/** Says whether a command comes from somebody who has registered. */
export function hasUser(context: Context): context is UserContext {
  return context.user !== undefined;
}

function hasAtLeast<N extends number>(params: readonly string[], min: N): params is AtLeast<N> {
  return params.length >= min;
}

/** Refuses what only registered users may do. */
export function notRegistered(): Refusal {
  return refuse(numeric.ERR_NOTREGISTERED, "Register first: NICK and USER");
}

/** Refuses what would have to be kept while nothing can be, before anyone sees it. */
export function keepingObstacle(
  { archive: { obstacle } }: Context,
  name: string,
  subject: string,
): Refusal | undefined {
  return obstacle === undefined ? undefined : fail(name, "NOT_KEPT", shown(subject), obstacle);
}

/** Refuses what only operators of the server may do. */
export function notServerOperator(): Refusal {
  return refuse(numeric.ERR_NOPRIVILEGES, "You are no operator of this server");
}

/** Refuses a command that lacks parameters. */
export function needMoreParams(name: string): Refusal {
  return refuse(numeric.ERR_NEEDMOREPARAMS, upperWord(name), "Parameters are missing");
}

/**
 * Runs `act` for each of a list by comma; each refusal is answered, and the others go on.
 *
 * Empty ones are skipped, but a list of nothing else is one item, so that it is answered too.
 */
export function eachOf(
  { world, session, sink }: Context,
  list: string,
  act: (item: string) => Refusal | undefined,
): undefined {
  for (const item of itemsOf(list)) {
    const refusal = act(item);
    if (refusal !== undefined) sink.reply(session, refusalLine(world, session, refusal));
  }
}

function itemsOf(list: string): readonly string[] {
  if (!list.includes(",")) return [list];
  const items = list.split(",").filter((item) => item !== "");
  return items.length > 0 ? items : [list];
}

/** Of a name that is none, so much is shown that its sender knows it again. */
const maxShownBytes = 200;

/** What was given as a name, cut to fit, or `*` where it could not stand in the middle of an answer. */
export function shown(name: string, maxBytes: number = maxShownBytes): string {
  const isWord = name !== "" && !name.startsWith(":") && !name.includes(" ") && !hasForbidden(name);
  return isWord ? cutUtf8(name, maxBytes) : "*";
}
