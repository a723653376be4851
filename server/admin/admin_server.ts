/** The server itself, for whoever runs it. */

import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";

const mebibyte = 1024 * 1024;

/** stats, reload, quit. */
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
  quit: {
    usage: "quit",
    help: "ends the server in good order",
    run: ({ quit }) => {
      quit();
      return done("The server ends");
    },
  },
};

function stats({ world, memoryBytes, nowMs, startedAtMs }: Office): AdminAnswer {
  const row = {
    version: world.info.version,
    upSeconds: Math.floor((nowMs() - startedAtMs) / 1000),
    connections: world.sessions.size,
    users: world.users.size,
    channels: world.channels.size,
    accounts: world.accounts.count,
    memoryMiB: Math.round(memoryBytes() / mebibyte),
  };
  return done(Object.entries(row).map(([name, value]) => `${name} ${value}`), [row]);
}
