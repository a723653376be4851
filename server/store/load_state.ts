/** What a server has to know of its file before it lets anyone in. */

import type { AccountState } from "../core/account.ts";
import type { ChannelState } from "../core/archive.ts";
import type { Ban } from "../core/ban.ts";
import { lobbyName } from "../core/channel.ts";
import type { KeptAccount, KeptChannel } from "../core/restore.ts";
import { accountOwner } from "../core/user.ts";
import type { StoreDatabase } from "./store_database.ts";

/** What a start begins with. */
export interface StoreState {
  /** See `World.epoch`. */
  readonly epoch: string;
  /** Nothing was ever kept. */
  readonly isFresh: boolean;
  /** All up to this key is kept; 0 where that is not known. */
  readonly keptKey: number;
  /** The last `snapshot` that was kept, if any was. */
  readonly snapshot: string | undefined;
  /** No key up to this one may be given any more. */
  readonly lastKey: number;
  /** No time before this one may be given any more, in milliseconds. */
  readonly lastTimeMs: number;
  /** Makes hosts of addresses, the same ones at each start. */
  readonly cloakKey: Uint8Array;
  /** Channels that have not ended. */
  readonly channels: readonly KeptChannel[];
  /** Accounts that have not been dropped. */
  readonly accounts: readonly KeptAccount[];
  /** Bans and mutes, from the oldest on; some may be over. */
  readonly bans: readonly Ban[];
  /** Ids of messages that are sent once only, from the oldest on. */
  readonly onces: readonly { readonly id: string; readonly key: number; readonly timeMs: number }[];
}

/** So many ids of messages that are sent once only are known at a start. */
const maxOnces = 100_000;

/** Reads it all. `lastKey` comes from `Writer.reserve`. */
export function loadState(database: StoreDatabase, lastKey: number): StoreState {
  const members = readMembers(database);
  const channels = database.prepare("SELECT name, state FROM channel").all();
  const onces = database.prepare("SELECT id, key, time FROM once ORDER BY time DESC LIMIT ?");
  const snapshot = database.meta("snapshot");
  return {
    isFresh: ["log", "account", "channel", "ban"].every((table) =>
      database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined
    ),
    keptKey: Number(database.meta("lastKey") ?? 0),
    snapshot: snapshot === undefined ? undefined : String(snapshot),
    epoch: String(database.meta("epoch")),
    lastKey,
    lastTimeMs: Number(database.meta("lastTime") ?? 0),
    cloakKey: Uint8Array.from(
      atob(String(database.meta("cloakKey"))),
      (byte) => byte.charCodeAt(0),
    ),
    channels: channels.flatMap(({ name, state }) => {
      const inside = members.get(String(name)) ?? [];
      // Nobody was in it and nobody ended it: the server was killed between the two.
      const parsed = parseState(String(state));
      if (inside.length === 0 && name !== lobbyName && parsed.owner === undefined) return [];
      return [{ state: parsed, members: inside }];
    }),
    accounts: readAccounts(database),
    bans: readBans(database),
    onces: onces.all(maxOnces).reverse().map(({ id, key, time }) => ({
      id: String(id),
      key: Number(key),
      timeMs: Number(time),
    })),
  };
}

/** Only this program writes these texts, in the form that this type has. */
function parseState(text: string): ChannelState {
  const state: ChannelState = JSON.parse(text);
  return state;
}

/** In the order in which they were made, each with its markers from the oldest on. */
function readAccounts(database: StoreDatabase): readonly KeptAccount[] {
  const markers = database.prepare(
    "SELECT target, time FROM marker WHERE owner = ? ORDER BY time",
  );
  return database.prepare("SELECT state FROM account").all()
    .map(({ state }) => parseAccount(String(state)))
    .sort((one, other) => one.madeAtMs - other.madeAtMs)
    .map((state) => ({
      state,
      readUpToMs: markers.all(accountOwner(state.name))
        .map(({ target, time }) => [String(target), Number(time)] as const),
    }));
}

/** Only this program writes these texts, in the form that this type has. */
function parseAccount(text: string): AccountState {
  const state: AccountState = JSON.parse(text);
  return state;
}

function readBans(database: StoreDatabase): readonly Ban[] {
  return database.prepare("SELECT state FROM ban").all()
    .map(({ state }) => parseBan(String(state)))
    .sort((one, other) => one.setAtMs - other.setAtMs);
}

/** Only this program writes these texts. JSON leaves out what is undefined. */
function parseBan(text: string): Ban {
  const ban: Omit<Ban, "untilMs"> & { readonly untilMs?: number } = JSON.parse(text);
  return { ...ban, untilMs: ban.untilMs };
}

function readMembers(database: StoreDatabase): ReadonlyMap<string, [string, number][]> {
  const members = new Map<string, [string, number][]>();
  for (const row of database.prepare("SELECT channel, source, ranks FROM member").all()) {
    const channel = String(row.channel);
    const inside = members.get(channel) ?? [];
    inside.push([String(row.source), Number(row.ranks)]);
    members.set(channel, inside);
  }
  return members;
}
