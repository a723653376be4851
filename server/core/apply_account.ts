/** Facts of accounts: they are made and dropped, and people log in and out. */

import { accountNotifyReceive } from "../../wire/capabilities.ts";
import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { changedMeanwhile, mayMakeAccount } from "./account_rights.ts";
import type { Account } from "./accounts.ts";
import { isTurnedOut } from "./apply_banned.ts";
import { accountSuspect } from "./bans.ts";
import { changeMetadata } from "./apply_metadata.ts";
import { giveUpChannels } from "./apply_owned.ts";
import type { FactOf, LoginWay } from "./facts.ts";
import type { Channel } from "./channel.ts";
import { keepAccount, keepChannel } from "./keeping.ts";
import { onlookers } from "./onlookers.ts";
import { ownText } from "../../wire/own_text.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { loggedInLine, numericLine } from "./replies.ts";
import { relayOf, type Scene, tellOwn } from "./scene.ts";
import { serviceSource } from "./services.ts";
import type { Session } from "./session.ts";
import { accountOwner, type User } from "./user.ts";

/** Someone has made an account, and is logged in to it. */
export function applyAccountMade(
  scene: Scene,
  user: User | undefined,
  fact: FactOf<"accountMade">,
): Refusal | undefined {
  const { world, origin, placed } = scene;
  const refusal = mayMakeAccount(world, user, fact.account);
  if (refusal !== undefined) return refusal;
  if (isTurnedOut(scene, accountSuspect(fact.account))) return undefined;
  const { credential } = fact;
  // Whoever makes an account has described itself, not somebody else.
  const metadata = user?.account === undefined ? Object.fromEntries(user?.metadata ?? []) : {};
  const name = ownText(fact.account);
  const account = world.accounts.add({
    ...{ name, madeAtMs: placed.timeMs, credential, credentialKey: placed.key, metadata },
  });
  keepAccount(scene, account);
  if (user !== undefined) enter(scene, user, account);
  else if (origin !== undefined) {
    origin.registration.account = account.name;
    origin.registration.credentialKey = account.credentialKey;
  }
  if (origin !== undefined) tellMade(scene, origin, account, fact.way);
  return undefined;
}

/** That it is made is told when it is kept. */
function tellMade(scene: Scene, origin: Session, { name }: Account, way: LoginWay): void {
  const { world, sink } = scene;
  const { serverName } = world;
  const text = `The account ${name} is yours, and you are logged in`;
  const tell = (...params: readonly [string, ...string[]]) => {
    const [command, ...rest] = params;
    const message = createMessage(serverName, command, ...rest);
    sink.tell(origin, { ...relayOf(scene, message), epoch: "", gated: origin });
  };
  const loggedIn = loggedInLine(world, origin, name);
  if (way === "register") tell("REGISTER", "SUCCESS", name, text);
  // Readers of lines know no numerics but in answers.
  if (way === "plain") tell("NOTICE", origin.user?.nick ?? "*", text);
  else tell(loggedIn.command, ...loggedIn.params);
  if (way !== "service") return;
  const told = relayOf(scene, fromService(scene, origin, text));
  sink.tell(origin, { ...told, epoch: "", gated: origin });
}

/** Someone has logged in. */
export function applyLoggedIn(
  scene: Scene,
  user: User,
  { account: name, credentialKey, way }: FactOf<"loggedIn">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  const account = world.accounts.find(name);
  // It was dropped while its password was looked at.
  if (account === undefined) return refuse(numeric.ERR_SASLFAIL, "There is no such account");
  if (account.credentialKey !== credentialKey) return changedMeanwhile();
  if (isTurnedOut(scene, accountSuspect(account.name))) return undefined;
  enter(scene, user, account);
  if (origin === undefined) return undefined;
  sink.reply(origin, loggedInLine(world, origin, account.name));
  if (way === "sasl") {
    sink.reply(origin, numericLine(world, origin, numeric.RPL_SASLSUCCESS, "You are logged in"));
  } else if (way === "service") {
    sink.reply(origin, fromService(scene, origin, `You are logged in as ${account.name}`));
  }
  return undefined;
}

/** Someone has logged out. */
export function applyLoggedOut(scene: Scene, user: User): undefined {
  if (user.account === undefined) return;
  leave(scene, user);
}

/** A password was changed. */
export function applyCredentialSet(
  scene: Scene,
  user: User | undefined,
  fact: FactOf<"credentialSet">,
): Refusal | undefined {
  const { world, origin, placed } = scene;
  const account = world.accounts.find(fact.account);
  if (account === undefined) return undefined;
  const isOwn = user?.account === account.name && account.credentialKey === fact.credentialKey;
  if (fact.user !== undefined && !isOwn) return changedMeanwhile();
  account.credential = fact.credential;
  account.credentialKey = placed.key;
  // Whoever was locked out has the operator do it: the certificates may be somebody else's.
  if (fact.user === undefined) world.accounts.setFingerprints(account, []);
  keepAccount(scene, account);
  closeOthers(scene, account.name);
  if (origin !== undefined) {
    const message = fromService(scene, origin, "Your password is changed");
    scene.sink.tell(origin, { ...relayOf(scene, message), epoch: "", gated: origin });
  }
  return undefined;
}

/** Whoever came in by the old password goes, but for who changed it. */
function closeOthers({ world, sink, origin }: Scene, name: string): void {
  for (const session of world.sessions) {
    if (session === origin) continue;
    if (session.registration.account === name) session.registration.account = undefined;
    if (session.user?.account !== name) continue;
    sink.close(session, "The password of the account was changed");
  }
}

/** An account is no more: what was its own alone is erased, and whoever was logged in to it is no longer. */
export function applyAccountDropped(
  scene: Scene,
  fact: FactOf<"accountDropped">,
): Refusal | undefined {
  const { world, keeper, origin } = scene;
  const account = world.accounts.find(fact.account);
  if (account === undefined) return undefined;
  const isProven = account.credentialKey === fact.credentialKey;
  if (fact.user !== undefined && !isProven) return changedMeanwhile();
  const { name } = account;
  world.accounts.remove(name);
  giveUpChannels(scene, name);
  for (const channel of world.channels.values()) forgetAccount(scene, channel, name);
  keeper.keep({ kind: "accountGone", account: foldName(name) });
  keeper.keep({ kind: "ownerGone", owner: accountOwner(name) });
  for (const user of world.users.values()) if (user.account === name) leave(scene, user);
  for (const { registration } of world.sessions) {
    if (registration.account === name) registration.account = undefined;
  }
  if (origin !== undefined) {
    scene.sink.reply(origin, fromService(scene, origin, `The account ${name} is dropped`));
  }
  return undefined;
}

/** Whoever makes an account of that name anew is somebody else. */
function forgetAccount(scene: Scene, channel: Channel, name: string): void {
  channel.firstJoins.delete(name);
  const own = [`a:${foldName(name)}`, `m:a:${foldName(name)}`];
  const entries = Object.values(channel.lists).flatMap((list) =>
    own.filter((mask) => list.delete(mask))
  );
  if (entries.length > 0) keepChannel(scene, channel);
}

function enter(scene: Scene, user: User, account: Account): void {
  user.readUpToMs = account.readUpToMs;
  if (user.account === account.name) return;
  user.account = account.name;
  tellAccount(scene, user);
  changeMetadata(scene, user, account.metadata);
}

function leave(scene: Scene, user: User): void {
  const { world, sink } = scene;
  user.account = undefined;
  user.readUpToMs = new Map();
  tellAccount(scene, user);
  changeMetadata(scene, user, new Map());
  for (const session of user.sessions) {
    const text = "You are logged out";
    const line = numericLine(world, session, numeric.RPL_LOGGEDOUT, user.source, text);
    sink.reply(session, line);
  }
}

/** https://ircv3.net/specs/extensions/account-notify */
function tellAccount(scene: Scene, user: User): void {
  const message = createMessage(user.source, "ACCOUNT", user.account ?? "*");
  const relay = { ...relayOf(scene, message, accountNotifyReceive), account: user.account };
  tellOwn(scene, user, relay);
  scene.sink.relay(relay, onlookers(scene, user), undefined);
}

function fromService({ world }: Scene, session: Session, text: string): Message {
  const source = serviceSource("NickServ", world.serverName);
  return createMessage(source, "NOTICE", session.user?.nick ?? "*", text);
}
