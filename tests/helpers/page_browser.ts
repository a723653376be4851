/** A browser with our page in it, as people open it. */

import assert from "node:assert/strict";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { buildPage, sourcePage } from "../../tools/build_page.ts";
import type { Peer } from "../../tools/peers.ts";

/** What a test that uses it needs. */
export const browserPeers: readonly Peer[] = ["chromium"];

/** How somebody comes. */
export interface Visitor {
  /** The web's port on loopback. */
  readonly webPort: number;
  /** What is filled in; left out: the form is left as it is. */
  readonly name?: string;
  /** Of the account with that name. */
  readonly password?: string;
  /** Size of the window. */
  readonly size?: { readonly width: number; readonly height: number };
  /** By day or by night. */
  readonly colours?: "light" | "dark";
  /** What stands behind the address, as in `#one,#two`. */
  readonly hash?: string;
  /** The name of this machine in the address: `localhost` is a secure context, others are none. */
  readonly host?: string;
}

const deadlineMs = 60_000;

/** Chromium. What goes wrong in any page fails the test that it is in. */
export class PageBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #faults: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Starts it, with the page as it is now. */
  static async start(args: readonly string[] = []): Promise<PageBrowser> {
    await buildPage(sourcePage);
    return new PageBrowser(
      await chromium.launch({
        executablePath: "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", ...args],
      }),
    );
  }

  /** Opens the page in a profile of its own; with a name it comes in. */
  async visit(visitor: Visitor): Promise<PageVisit> {
    const { size = { width: 1280, height: 800 }, colours = "light" } = visitor;
    const context = await this.#browser.newContext({
      viewport: size,
      colorScheme: colours,
      // What moves is not there yet when it is looked at.
      reducedMotion: "reduce",
    });
    return await this.open(context, visitor);
  }

  /** Opens the page in another tab of a profile. */
  async open(context: BrowserContext, visitor: Visitor): Promise<PageVisit> {
    const { webPort, hash = "", name, password, host = "localhost" } = visitor;
    context.setDefaultTimeout(deadlineMs);
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => this.#faults.push(message));
    page.on("dialog", (dialog) => {
      this.#faults.push(`A dialog says ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      const text = message.text();
      // A connection that breaks is told by the browser too, and so is who must log in first.
      if (message.type() === "error" && !/WebSocket|net::|status of 40[13] /.test(text)) {
        this.#faults.push(text);
      }
    });
    await page.goto(`http://${host}:${webPort}/${hash}`);
    const visit = new PageVisit(page);
    if (name !== undefined) await visit.enters(name, password);
    return visit;
  }

  /** Fails where anything has gone wrong since the last time. */
  assertSound(): void {
    assert.deepEqual(this.#faults.splice(0), []);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** The page in a tab. */
export class PageVisit {
  /** All that Playwright can do with it. */
  readonly page: Page;

  /** Use `PageBrowser`. */
  constructor(page: Page) {
    this.page = page;
  }

  /** Where one writes. */
  get field(): Locator {
    return this.page.getByLabel(/^Message to /);
  }

  /** What was said in the talk that is looked at. */
  get log(): Locator {
    return this.page.getByRole("log");
  }

  /** Fills the form in, and waits until one can talk. */
  async enters(name: string, password?: string): Promise<void> {
    await this.page.getByLabel("Your name").fill(name);
    if (password !== undefined) {
      await this.page.getByRole("button", { name: "I have an account" }).click();
      await this.page.getByLabel("Password").fill(password);
    }
    await this.page.getByRole("button", { name: "Start talking" }).click();
    await this.field.waitFor();
  }

  /** Types a line and sends it. */
  async says(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  /** Waits until this and nothing else is in the field. */
  async holds(text: string): Promise<void> {
    const until = performance.now() + deadlineMs;
    while (await this.field.inputValue() !== text && performance.now() < until) {
      await this.page.waitForTimeout(10);
    }
    assert.equal(await this.field.inputValue(), text);
  }

  /** Waits until a text is in the log. */
  async sees(text: string | RegExp): Promise<void> {
    await this.log.getByText(text).first().waitFor();
  }

  /** Goes to a talk by its name in the list. */
  async goes(name: string | RegExp): Promise<void> {
    await this.page.getByRole("navigation").getByRole("button", { name }).first().click();
  }

  /** The texts of all messages that are drawn, in order. */
  async texts(): Promise<readonly string[]> {
    return await this.page.locator(".log .said .words").allTextContents();
  }

  /** How wide all of it is: no wider than the window, where nothing sticks out. */
  async width(): Promise<number> {
    return await this.page.locator("html").evaluate((html) => html.scrollWidth);
  }

  /** Closes the tab and its profile. */
  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}
