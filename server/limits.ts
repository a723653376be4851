/** How many may come, and how much they may say: the settings as the hub asks for them. */

import type { Settings } from "./config/settings.ts";
import type { Configuration, Running } from "./configuration.ts";
import type { Bans } from "./core/bans.ts";
import type { Lockdown } from "./core/lockdown.ts";
import type { QuotaLimits } from "./core/quota.ts";
import type { Drain } from "./drain.ts";
import { isLoopback } from "./net/cloak.ts";
import { Door } from "./net/door.ts";
import { isInNetwork } from "./net/network.ts";

/** Makes the door, which goes by the settings of the moment. */
export function createDoor(
  configuration: Configuration,
  { bans, lockdown, drain }: {
    readonly bans: Bans;
    readonly lockdown: Lockdown;
    readonly drain: Pick<Drain, "isDraining">;
  },
): Door {
  return new Door({
    limits: () => ({
      maxClients: configuration.current.maxClients,
      ...configuration.current.limits,
    }),
    // The ports are closed, but a handshake may be on its way yet.
    isLocked: (nowMs) => drain.isDraining || lockdown.kind(nowMs) === "all",
    isExempt: (address) => isExempt(configuration.current, address),
    findBan: (address, nowMs) => bans.findAddress("ban", address, nowMs),
  });
}

/** How fast lines from an address are handled; undefined where they cost nothing. */
export function quotaOf(settings: Settings, address: string): QuotaLimits | undefined {
  const { floodLimit, limits } = settings;
  if (!floodLimit || isTrusted(settings, address)) return undefined;
  return isLoopback(address)
    ? { burst: limits.loopbackBurst, perSecond: limits.loopbackPerSecond }
    : { burst: limits.burst, perSecond: limits.perSecond };
}

/** Says whether an address may have any number of connections; a proxy's own are to see whether the server is up. */
export function isExempt(settings: Running, address: string): boolean {
  return isLoopback(address) || isTrusted(settings, address) || isProxy(settings, address);
}

/** Says whether an address is that of a proxy whose word is taken for who comes through it. */
export function isProxy({ proxies }: Running, address: string): boolean {
  return proxies.some((network) => isInNetwork(address, network));
}

function isTrusted({ limits }: Settings, address: string): boolean {
  return limits.trusted.some((network) => isInNetwork(address, network));
}
