/** Answers the operators' page as a test says. */

import type { DashboardDesk, DashboardLogin } from "../../server/net/web_dashboard.ts";

/** Takes one password, "right", and lets in who has "pass". */
export class FakeDesk implements DashboardDesk {
  /** Who has tried. */
  readonly logins: DashboardLogin[] = [];
  /** See `DashboardDesk`. */
  why: string | undefined;

  /** See `DashboardDesk`. */
  obstacle(): string | undefined {
    return this.why;
  }

  /** See `DashboardDesk`. */
  logIn(login: DashboardLogin): Promise<string | undefined> {
    this.logins.push(login);
    return Promise.resolve(login.password === "right" ? "pass" : undefined);
  }

  /** See `DashboardDesk`. */
  report(token: string, afterMs: number): object | undefined {
    return token === "pass" ? { afterMs } : undefined;
  }
}
