/** Which servers are one chat. */

import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";

/** What is told of one server. */
export interface NodeRow {
  /** What it is called. */
  readonly name: string;
  /** It is this one. */
  readonly isOwn: boolean;
  /** How many connections it has; undefined where it has not told yet. */
  readonly sessions: number | undefined;
  /** How many people are connected to it. */
  readonly users: number;
  /** The last fact that it has applied; undefined where it has not told yet. */
  readonly key: number | undefined;
}

/** nodes. */
export const nodesFamily: AdminFamily = {
  nodes: { usage: "nodes", help: "lists the servers that are one chat", run: list },
};

function list({ nodes }: Office): AdminAnswer {
  const rows = nodes();
  if (rows.length === 0) {
    return undone("This server stands alone; --cluster makes it one of several");
  }
  const last = rows.find(({ isOwn }) => isOwn)?.key ?? 0;
  return done(
    [`${rows.length} servers`, ...rows.map((row) => describe(row, last))],
    rows.map(({ name, isOwn, sessions, users, key }) => ({
      name,
      isOwn,
      users,
      ...(sessions === undefined ? {} : { sessions }),
      ...(key === undefined ? {} : { key }),
    })),
  );
}

function describe({ name, isOwn, sessions, users, key }: NodeRow, last: number): string {
  const connections = sessions === undefined ? "" : `, ${sessions} connections`;
  const behind = key === undefined ? 0 : Math.max(0, last - key);
  const place = key === undefined
    ? "not heard yet"
    : `at ${key}${behind > 0 ? `, ${behind} behind` : ""}`;
  return `${name}${isOwn ? " (this one)" : ""}: ${users} people${connections}, ${place}`;
}
