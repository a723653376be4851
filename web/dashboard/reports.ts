/** What the server is asked for, and what it answers. */

import { type ServerSample, unpackSamples } from "../../wire/server_sample.ts";

/** Figures of a server. */
export interface Report {
  /** The server's name. */
  readonly name: string;
  /** Name and version of its program. */
  readonly version: string;
  /** How often it takes a sample, in milliseconds. */
  readonly sampleMs: number;
  /** Those that it has taken, the oldest first. */
  readonly samples: readonly ServerSample[];
}

/** An answer. */
export type Answer =
  | { readonly kind: "report"; readonly report: Report }
  /** One has to log in. */
  | { readonly kind: "login" }
  /** Nobody gets in from here, for a reason of one line. */
  | { readonly kind: "refused"; readonly text: string }
  /** There was none. */
  | { readonly kind: "silent" };

/** Where the pass is kept: in this tab alone, until it is closed. */
const passKey = "dashboard";

/** Asks the server that the page came from. */
export class Reports {
  #pass = kept();

  /** Logs in; gives why that failed. */
  async logIn(name: string, password: string): Promise<string | undefined> {
    try {
      const response = await fetch("/dashboard/login", {
        method: "POST",
        body: JSON.stringify({ name, password }),
      });
      if (!response.ok) return (await response.text()).trim();
      const { token } = { token: "", ...await response.json() };
      this.#keep(String(token));
      return undefined;
    } catch {
      return "The server does not answer.";
    }
  }

  /** Asks for what was measured after a time. */
  async ask(afterMs: number): Promise<Answer> {
    try {
      const response = await fetch(`/dashboard/report?after=${afterMs}`, {
        headers: { authorization: `Bearer ${this.#pass}` },
      });
      if (response.status === 401) {
        this.#keep("");
        return { kind: "login" };
      }
      if (response.status === 403) return { kind: "refused", text: (await response.text()).trim() };
      return response.ok
        ? { kind: "report", report: readReport(await response.json()) }
        : { kind: "silent" };
    } catch {
      return { kind: "silent" };
    }
  }

  /** Forgets the pass. */
  logOut(): void {
    this.#keep("");
  }

  #keep(pass: string): void {
    this.#pass = pass;
    try {
      sessionStorage.setItem(passKey, pass);
    } catch {
      // It may not keep anything; one logs in again after a reload.
    }
  }
}

function kept(): string {
  try {
    return sessionStorage.getItem(passKey) ?? "";
  } catch {
    return "";
  }
}

function readReport(value: object): Report {
  const { name, version, sampleMs } = { name: "", version: "", sampleMs: 5_000, ...value };
  return {
    name: String(name),
    version: String(version),
    sampleMs: Number(sampleMs) || 5_000,
    samples: unpackSamples(value),
  };
}
