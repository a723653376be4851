/** Lets operators see what the server measures of itself. */

import { randomBytes } from "node:crypto";
import { packSamples, type ServerReport } from "../wire/server_sample.ts";
import type { OperatorCheck } from "./accounts/operator_check.ts";
import type { Running } from "./configuration.ts";
import { isLoopback } from "./net/cloak.ts";
import { addressOwner } from "./net/network.ts";
import type { DashboardDesk, DashboardLogin, DashboardVisitor } from "./net/web_dashboard.ts";
import { sampleMs, type Watch } from "./watch.ts";

/** What it goes by. */
export interface DashboardOptions {
  /** The settings of the moment. */
  readonly settings: () => Pick<Running, "operators" | "allowPlainPasswords" | "name" | "version">;
  /** The one that OPER asks too, so that tries count together. */
  readonly check: Pick<OperatorCheck, "check">;
  /** Who measures. */
  readonly watch: Pick<Watch, "samplesAfter">;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
}

interface Pass {
  readonly name: string;
  /** As it was: who has another password since, or is no operator any more, is out. */
  readonly hash: string;
  readonly untilMs: number;
}

/** For how long one is let in. */
const passMs = 12 * 3_600_000;

/** Most that are let in; the one who came first goes for another. */
const maxPasses = 64;

const noOperators =
  "This server has no operators. Name one under [operators] in its configuration; docs/operating.md tells how.";
const exposed =
  "Passwords are not taken without TLS but from the server's own machine: others on the way could read them. Come by https.";

/** Knows who was let in, until the server ends. */
export class Dashboard implements DashboardDesk {
  readonly #options: DashboardOptions;
  readonly #passes = new Map<string, Pass>();

  /** Nobody is in. */
  constructor(options: DashboardOptions) {
    this.#options = options;
  }

  /** See `DashboardDesk`. */
  obstacle({ address, isSecure }: DashboardVisitor): string | undefined {
    const { operators, allowPlainPasswords } = this.#options.settings();
    if (operators.size === 0) return noOperators;
    return isSecure || isLoopback(address) || allowPlainPasswords ? undefined : exposed;
  }

  /** See `DashboardDesk`. */
  async logIn({ name, password, address }: DashboardLogin): Promise<string | undefined> {
    const { check, settings, nowMs } = this.#options;
    const owner = addressOwner(address);
    const isRight = await check.check({ name, password, owner, peer: `${address} by web` });
    const hash = settings().operators.get(name);
    if (!isRight || hash === undefined) return undefined;
    const token = randomBytes(32).toString("base64url");
    this.#passes.set(token, { name, hash, untilMs: nowMs() + passMs });
    const [oldest = token] = this.#passes.keys();
    if (this.#passes.size > maxPasses) this.#passes.delete(oldest);
    return token;
  }

  /** See `DashboardDesk`. */
  report(token: string, afterMs: number): ServerReport | undefined {
    const { settings, watch, nowMs } = this.#options;
    const pass = this.#passes.get(token);
    if (pass === undefined) return undefined;
    const { operators, name, version } = settings();
    if (nowMs() >= pass.untilMs || operators.get(pass.name) !== pass.hash) {
      this.#passes.delete(token);
      return undefined;
    }
    return { name, version, sampleMs, ...packSamples(watch.samplesAfter(afterMs)) };
  }
}
