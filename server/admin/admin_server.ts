/** The server itself, for whoever runs it. */

import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";
import { announce } from "./admin_people.ts";

const mebibyte = 1024 * 1024;

/** How long people have to leave, where nothing else is said, and at most. */
const usualDrainSeconds = 30;
const maxDrainSeconds = 3_600;

/** stats, reload, drain, quit. */
export const serverFamily: AdminFamily = {
  stats: {
    usage: "stats",
    help: "tells how much there is of what",
    run: stats,
  },
  reload: {
    usage: "reload",
    help: "reads the settings again, as SIGHUP does",
    run: ({ reload }) => {
      const text = reload();
      if (text === undefined) return done("The settings were read again");
      return text.startsWith("The settings stay") ? undone(text) : done(text);
    },
  },
  drain: {
    usage: "drain [SECONDS]",
    help:
      `lets nobody in, tells everyone, and ends when all have left, at the latest after ${usualDrainSeconds} seconds`,
    run: drain,
  },
  quit: {
    usage: "quit",
    help: "ends the server in good order",
    run: ({ quit }) => {
      quit();
      return done("The server ends");
    },
  },
};

function drain(office: Office, rest: string): AdminAnswer {
  const seconds = rest === "" ? usualDrainSeconds : Number(rest);
  if (!/^[0-9]{0,4}$/.test(rest) || seconds > maxDrainSeconds) {
    return undone(`"${rest}" is no number of seconds up to ${maxDrainSeconds}: drain 60`);
  }
  office.drain(seconds);
  const { node } = office.world;
  // Of several servers the others go on.
  const server = node === undefined ? "The server" : `The server ${node}`;
  announce(office, `${server} ends in ${seconds} seconds, and lets nobody in until it is back`);
  return done(`The server lets nobody in any more, and ends in ${seconds} seconds`, [{ seconds }]);
}

function stats({ world, lockdown, memoryBytes, nowMs, startedAtMs }: Office): AdminAnswer {
  const row = {
    version: world.info.version,
    upSeconds: Math.floor((nowMs() - startedAtMs) / 1000),
    connections: world.sessions.size,
    users: world.users.size,
    channels: world.channels.size,
    accounts: world.accounts.count,
    lockdown: lockdown.kind(nowMs()),
    memoryMiB: Math.round(memoryBytes() / mebibyte),
  };
  return done(Object.entries(row).map(([name, value]) => `${name} ${value}`), [row]);
}
