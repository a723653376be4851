/** All that this server knows of who is where. */

import { foldName, isSameName } from "../../wire/casemap.ts";
import { Accounts } from "./accounts.ts";
import { Bans } from "./bans.ts";
import { Channel, lobbyName } from "./channel.ts";
import { leaseOf } from "./lease.ts";
import { Monitors } from "./monitors.ts";
import type { Networks } from "./networks.ts";
import { Onces } from "./onces.ts";
import { isForsaken } from "./places.ts";
import type { Session, SessionRef } from "./session.ts";
import { WelcomeForms } from "./welcome_forms.ts";
import { Whowas } from "./whowas.ts";
import type { ServerInfo } from "./welcome.ts";
import { renameUser, type User, type UserId } from "./user.ts";

/** A server that is one of those that are one chat. */
export interface Node {
  /** What it gives names under until it lapses; nobody else's, ever. */
  readonly lease: string;
  /** When it came, in milliseconds. */
  readonly cameAtMs: number;
  /** The version of facts that it understands. */
  readonly version: number;
}

/** How many there are. */
export interface Headcount {
  /** At the moment. */
  readonly now: number;
  /** At once, since this server started. */
  readonly most: number;
}

/** What a world starts from. */
export interface WorldStart {
  /** See `World.epoch`. */
  readonly epoch: string;
  /** See `World.lease`: not that of an earlier life of this server, and without a dot. */
  readonly lease: string;
  /** See `World.serverName`. */
  readonly serverName: string;
  /** See `World.info`. */
  readonly info: ServerInfo;
  /** What it must know of addresses. */
  readonly networks: Networks;
  /** The time, in milliseconds. */
  readonly nowMs: number;
}

/** The registries. Reading is for all; changing is for `apply`, and for sessions for who owns the connections. */
export class World {
  /** One life of the numbering of facts; see `formatMsgid`. */
  readonly epoch: string;
  /** The server's name, the source of its lines. */
  readonly serverName: string;
  /** What it tells about itself. */
  readonly info: ServerInfo;
  /** All connections, registered or not. */
  readonly sessions = new Set<Session>();
  /** When this server started, in milliseconds. */
  readonly startedAtMs: number;
  /** Names that belong to people. */
  readonly accounts = new Accounts();
  /** What it must know of addresses. */
  readonly networks: Networks;
  /** Who is shut out or silenced. */
  readonly bans: Bans;
  /** Who waits for whom. */
  readonly monitors = new Monitors();
  /** Messages that are relayed once only. */
  readonly onces = new Onces();
  /** Who was here. */
  readonly whowas = new Whowas();
  /** What those who register are told alike. */
  readonly welcome = new WelcomeForms();
  /** Most users there were at once. */
  maxUsers = 0;
  readonly #users = new Map<UserId, User>();
  readonly #usersByNick = new Map<string, User>();
  readonly #channels = new Map<string, Channel>();
  readonly #nodes = new Map<string, Node>();
  readonly #leases = new Map<string, string>();
  readonly #invisible = new Set<User>();
  readonly #operators = new Set<User>();
  #lease: string;
  #registered = 0;
  #mostRegistered = 0;
  #lastUserId = 0;

  /** Makes a world with an empty lobby. */
  constructor({ epoch, lease, serverName, info, networks, nowMs }: WorldStart) {
    this.epoch = epoch;
    this.networks = networks;
    this.bans = new Bans(networks);
    this.serverName = serverName;
    this.info = info;
    this.startedAtMs = nowMs;
    this.#lease = lease;
    this.addChannel(new Channel({ name: lobbyName, life: 0, createdAtMs: nowMs }));
  }

  /** Users by id. */
  get users(): ReadonlyMap<UserId, User> {
    return this.#users;
  }

  /** Channels by folded name. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  /** Servers that are one chat, by name; none where this one stands alone. */
  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  /** What this server gives names under. */
  get lease(): string {
    return this.#lease;
  }

  /** This server's own name among them; undefined where it stands alone, or is cut off. */
  get node(): string | undefined {
    return this.#leases.get(this.#lease);
  }

  /** Says whether there is a server with that lease. */
  isLive(lease: string): boolean {
    return this.#leases.has(lease);
  }

  /** Names of the servers that a user is connected to; none where this one stands alone. */
  nodesOf({ links }: User): readonly string[] {
    const names = [...links.keys()].map((ref) => this.#leases.get(leaseOf(ref)));
    return [...new Set(names.filter((name) => name !== undefined))];
  }

  /** Finds a user by nick, however it is spelt. */
  userByNick(nick: string): User | undefined {
    return this.#usersByNick.get(foldName(nick));
  }

  /** Finds a user who is logged in to an account, however that is spelt. */
  userOfAccount(name: string): User | undefined {
    const account = this.accounts.find(name);
    if (account === undefined) return undefined;
    for (const user of this.#users.values()) if (user.account === account.name) return user;
    return undefined;
  }

  /** Finds a channel by name, however it is spelt. */
  channel(name: string): Channel | undefined {
    return this.#channels.get(foldName(name));
  }

  /** How many sessions have no user. */
  get unregistered(): number {
    return this.sessions.size - this.#registered;
  }

  /** Sessions of this server that have a user. */
  get registered(): Headcount {
    return { now: this.#registered, most: this.#mostRegistered };
  }

  /** How many connections are operators'. */
  get operators(): number {
    let count = 0;
    for (const { operators } of this.#operators) count += operators.length;
    return count;
  }

  /** How many users have mode i. */
  get invisible(): number {
    return this.#invisible.size;
  }

  /** Gives an id that no user has had. */
  newUserId(): UserId {
    return `${this.#lease}.${++this.#lastUserId}`;
  }

  /** Names a session of this server on all servers: the same for as long as its user is there. */
  refOf(session: Session): SessionRef {
    const isOver = session.user === undefined && session.ref !== undefined &&
      leaseOf(session.ref) !== this.#lease;
    if (session.ref === undefined || isOver) session.ref = `${this.#lease}.s${session.id}`;
    return session.ref;
  }

  /** For who holds the lease: the last one has lapsed, and names are given under another. */
  renewLease(lease: string): void {
    this.#lease = lease;
  }

  /** For `apply`. */
  addNode(name: string, node: Node): void {
    this.#nodes.set(name, node);
    this.#leases.set(node.lease, name);
  }

  /** For `apply`. */
  removeNode(name: string): void {
    this.#leases.delete(this.#nodes.get(name)?.lease ?? "");
    this.#nodes.delete(name);
  }

  /** For `apply`. */
  addUser(user: User): void {
    this.#users.set(user.id, user);
    this.#usersByNick.set(foldName(user.nick), user);
    this.maxUsers = Math.max(this.maxUsers, this.#users.size);
  }

  /** For `apply`: takes a user out of its channels too. */
  removeUser(user: User, nowMs: number): void {
    this.whowas.add(user, nowMs);
    for (const channel of user.channels.values()) this.part(user, channel, nowMs);
    this.#users.delete(user.id);
    this.#usersByNick.delete(foldName(user.nick));
    this.#invisible.delete(user);
    this.#operators.delete(user);
  }

  /** For `apply`: a session has a user from now on, or none. */
  register(session: Session, user: User | undefined): void {
    this.#registered += Number(user !== undefined) - Number(session.user !== undefined);
    this.#mostRegistered = Math.max(this.#mostRegistered, this.#registered);
    session.user = user;
  }

  /** For `apply`: a user's modes have changed, or which of its connections are operators'. */
  recount(user: User): void {
    if (user.operators.length > 0) this.#operators.add(user);
    else this.#operators.delete(user);
    if (user.modes.has("i")) this.#invisible.add(user);
    else this.#invisible.delete(user);
  }

  /** For `apply`. */
  rename(user: User, nick: string, nowMs: number): void {
    // Another spelling is the same nick, which nobody has left.
    if (!isSameName(user.nick, nick)) this.whowas.add(user, nowMs);
    this.#usersByNick.delete(foldName(user.nick));
    renameUser(user, nick);
    this.#usersByNick.set(foldName(nick), user);
  }

  /** For `apply`. */
  addChannel(channel: Channel): void {
    this.#channels.set(foldName(channel.name), channel);
  }

  /** For `apply`: what had the name before must have ended. */
  renameChannel(channel: Channel, name: string): void {
    const [from, to] = [foldName(channel.name), foldName(name)];
    this.#channels.delete(from);
    channel.rename(name);
    this.#channels.set(to, channel);
    for (const { channels } of channel.members.keys()) {
      channels.delete(from);
      channels.set(to, channel);
    }
  }

  /** For `apply`: ends a membership, and the channel with its last one and last kept place. The lobby stays. */
  part(user: User, channel: Channel, nowMs: number): void {
    const key = foldName(channel.name);
    channel.remove(user);
    user.channels.delete(key);
    this.endIfForsaken(channel, nowMs);
  }

  /** For `apply`: ends a channel that nobody is in or waited for; says whether it did. */
  endIfForsaken(channel: Channel, nowMs: number): boolean {
    return isForsaken(channel, nowMs) && this.#channels.delete(foldName(channel.name));
  }
}

/** Says whether two users are in a channel together. */
export function shareChannel(one: User, other: User): boolean {
  for (const channel of one.channels.values()) if (channel.members.has(other)) return true;
  return false;
}
