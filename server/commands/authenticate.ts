/** AUTHENTICATE: https://ircv3.net/specs/extensions/sasl-3.2 */

import { foldName, upperWord } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { type SaslMechanism, saslMechanisms } from "../../wire/sasl_mechanisms.ts";
import type { Account } from "../core/accounts.ts";
import type { LoginWay } from "../core/facts.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { loggedInLine, numericLine, refusalLine } from "../core/replies.ts";
import type { Sasl } from "../core/session.ts";
import { type Context, type Family, openCommand, shown } from "./command.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";

/** AUTHENTICATE. */
export const authenticateFamily: Family = {
  AUTHENTICATE: openCommand({
    min: 1,
    stage: "any",
    help: [
      "AUTHENTICATE <mechanism> | <base64> | + | *",
      "Logs in to an account by SASL: PLAIN, SCRAM-SHA-256 or, with a certificate, EXTERNAL.",
      "An asterisk gives it up. PLAIN needs TLS, or this machine, unless the operator allows it.",
    ],
    run: (context, [word]) => {
      const { sasl } = context.session;
      return sasl === undefined ? begin(context, word) : goOn(context, sasl, word);
    },
  }),
};

/** A chunk of this length is not the last one. */
const chunkLength = 400;

/** Longest message of a client, in characters of base64. */
const maxLength = 4_000;

/** Ways to log in that the connection is fit for. */
export function offeredMechanisms(
  context: Pick<Context, "session" | "policy">,
): readonly SaslMechanism[] {
  return saslMechanisms.filter((mechanism) => mechanismObstacle(context, mechanism) === undefined);
}

function mechanismObstacle(
  context: Pick<Context, "session" | "policy">,
  mechanism: SaslMechanism,
): string | undefined {
  if (mechanism === "PLAIN" && exposesPasswords(context)) return exposedText;
  if (mechanism !== "EXTERNAL" || context.session.fingerprint !== undefined) return undefined;
  return "You have shown no certificate: connect by TLS with one";
}

function begin(context: Context, word: string): Refusal | undefined {
  const { world, session, sink } = context;
  if (word === "*") return refuse(numeric.ERR_SASLABORTED, "There is no login to give up");
  // Who is in may log in anew: https://ircv3.net/specs/extensions/sasl-3.2#sasl-reauthentication
  if (session.registration.account !== undefined) {
    return refuse(numeric.ERR_SASLALREADY, "You are logged in already");
  }
  const mechanism = saslMechanisms.find((each) => each === upperWord(word));
  const obstacle = mechanism === undefined
    ? `There is no way "${shown(word, 20)}" to log in`
    : mechanismObstacle(context, mechanism);
  if (mechanism === undefined || obstacle !== undefined) {
    const known = offeredMechanisms(context).join(",");
    const line = numericLine(world, session, numeric.RPL_SASLMECHS, known, "are known here");
    sink.reply(session, line);
    return refuse(numeric.ERR_SASLFAIL, obstacle ?? "");
  }
  session.sasl = { mechanism, chunks: "", exchange: undefined, credential: undefined };
  sink.reply(session, createMessage("", "AUTHENTICATE", "+"));
  return undefined;
}

function goOn(context: Context, sasl: Sasl, word: string): Refusal | undefined {
  const { session } = context;
  session.sasl = undefined;
  if (word === "*") return refuse(numeric.ERR_SASLABORTED, "The login is given up");
  const chunks = word === "+" ? sasl.chunks : sasl.chunks + word;
  if (word.length > chunkLength || chunks.length > maxLength) {
    return refuse(numeric.ERR_SASLTOOLONG, "That login is too long");
  }
  if (word.length === chunkLength) {
    session.sasl = { ...sasl, chunks };
    return undefined;
  }
  const text = decode(chunks);
  if (text === undefined) return refuse(numeric.ERR_SASLFAIL, "That is no base64 of UTF-8");
  switch (sasl.mechanism) {
    case "PLAIN":
      return takePlain(context, text);
    case "SCRAM-SHA-256":
      return takeScram(context, sasl, text);
    case "EXTERNAL":
      return takeExternal(context, text);
  }
}

/** The name may be left out: https://datatracker.ietf.org/doc/html/rfc4422#appendix-A */
function takeExternal(context: Context, name: string): Refusal | undefined {
  const { world, session } = context;
  const account = world.accounts.byFingerprint(session.fingerprint ?? "");
  if (account === undefined || (name !== "" && foldName(name) !== foldName(account.name))) {
    const text = "That certificate is not the account's; once logged in, tell NickServ CERT ADD";
    return refuse(numeric.ERR_SASLFAIL, text);
  }
  succeed(context, account, "sasl");
  return undefined;
}

/** https://datatracker.ietf.org/doc/html/rfc4616 */
function takePlain(context: Context, text: string): Refusal | undefined {
  const [authzid = "", name = "", password = "", ...rest] = text.split("\0");
  const isOther = authzid !== "" && foldName(authzid) !== foldName(name);
  if (name === "" || password === "" || rest.length > 0 || isOther) return wrong();
  logIn(context, { name, password }, "sasl");
  return undefined;
}

/** Who asks for an account, and how it is to be answered. */
export interface Login {
  /** The account's name, as it was given. */
  readonly name: string;
  /** Its password. */
  readonly password: string;
}

/** What is to be done in the end, before the session's next line. */
export interface LoginEnds {
  /** It is logged in, or about to be. */
  readonly done?: () => void;
  /** It is not; left out, it is answered. */
  readonly failed?: (refusal: Refusal) => void;
}

/** Checks a password and logs in. The session's next lines wait. */
export function logIn(
  context: Context,
  login: Login,
  way: LoginWay,
  { done, failed }: LoginEnds = {},
): void {
  const { world, session, policy } = context;
  const refuseIt = failed ?? ((refusal: Refusal) => reply(context, refusal));
  if (exposesPasswords(context)) return refuseIt(refuse(numeric.ERR_SASLFAIL, exposedText));
  const release = context.hold();
  const credential = world.accounts.find(login.name)?.credential;
  policy.accounts.checkPassword({ ...login, session, credential }, (verdict) => {
    const account = world.accounts.find(login.name);
    if (session.isClosing) return release();
    if (verdict === "tooOften") refuseIt(tooOften());
    // It may have got another password, or have been dropped, while this one was looked at.
    else if (verdict === "wrong" || account?.credential !== credential) refuseIt(wrong());
    else if (account !== undefined) {
      succeed(context, account, way);
      done?.();
    }
    release();
  });
}

/** Whoever is a user already is seen to log in; others are told, and seen when they have come. */
function succeed(
  { world, session, sink, emit }: Context,
  { name: account, credentialKey }: Account,
  way: LoginWay,
): void {
  if (session.user !== undefined) {
    return emit({ kind: "loggedIn", user: session.user.id, account, credentialKey, way });
  }
  session.registration.account = account;
  session.registration.credentialKey = credentialKey;
  sink.reply(session, loggedInLine(world, session, account));
  if (way !== "sasl") return;
  const text = "You are logged in";
  sink.reply(session, numericLine(world, session, numeric.RPL_SASLSUCCESS, text));
}

function takeScram(context: Context, sasl: Sasl, text: string): Refusal | undefined {
  const { world, session, sink, policy } = context;
  const find = (name: string) => world.accounts.find(name)?.credential;
  const { exchange } = sasl;
  if (exchange === undefined) {
    const begun = policy.accounts.beginScram({ session, message: text, find });
    if (begun === "tooOften") return tooOften();
    if (begun === undefined) return refuse(numeric.ERR_SASLFAIL, "That is no such login");
    session.sasl = { ...sasl, chunks: "", exchange: begun, credential: find(begun.name) };
    for (const chunk of encode(begun.challenge)) {
      sink.reply(session, createMessage("", "AUTHENTICATE", chunk));
    }
    return undefined;
  }
  // The server's proof was sent; an empty message says that it is right.
  if (exchange.challenge === "") {
    const account = world.accounts.find(exchange.name);
    if (text !== "" || account === undefined) return wrong();
    if (account.credential !== sasl.credential) return wrong();
    succeed(context, account, "sasl");
    return undefined;
  }
  const proof = exchange.finish(text);
  if (proof === undefined) return wrong();
  session.sasl = { ...sasl, chunks: "", exchange: { ...exchange, challenge: "" } };
  for (const chunk of encode(proof)) {
    sink.reply(session, createMessage("", "AUTHENTICATE", chunk));
  }
  return undefined;
}

/** CAP END gives a login up: https://ircv3.net/specs/extensions/sasl-3.1#the-authenticate-command */
export function abortLogin(context: Context): void {
  const { session } = context;
  if (session.sasl === undefined) return;
  session.sasl = undefined;
  reply(context, refuse(numeric.ERR_SASLABORTED, "The login is given up"));
}

function reply({ world, session, sink }: Context, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}

/** Says the same whether there is such an account or not. */
function wrong(): Refusal {
  return refuse(numeric.ERR_SASLFAIL, "That is no account's name and password");
}

function tooOften(): Refusal {
  return refuse(numeric.ERR_SASLFAIL, "Too many tries; wait a minute");
}

function decode(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Only ASCII is ever encoded here. The last chunk is shorter than the others, and may be empty. */
function* encode(text: string): Generator<string> {
  const base64 = btoa(text);
  for (let at = 0; at < base64.length; at += chunkLength) {
    yield base64.slice(at, at + chunkLength);
  }
  if (base64.length % chunkLength === 0) yield "+";
}
