/** Makes docs/page.png and docs/page-phone.png, the pictures of the page, from a real talk. Needs /usr/bin/chromium. */

import { type Browser, chromium, type Page } from "playwright-core";
import { permissions } from "./permissions.ts";

const waitMs = 15_000;

async function main(): Promise<void> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "main.ts", "server", "--port", "0", "--web-port", "0"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const { port, address } = await started(server.stdout);
    const bob = await Speaker.come(port, "bob");
    const carol = await Speaker.come(port, "carol");
    await talkBefore(bob, carol);
    const wide = await enter(browser, address, { width: 1180, height: 720, isDark: false });
    const phone = await enter(browser, address, { width: 390, height: 720, isDark: true });
    await talkNow(wide, bob, carol);
    await wide.screenshot({ path: "docs/page.png" });
    await phone.screenshot({ path: "docs/page-phone.png" });
    bob.close();
    carol.close();
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await server.status;
  }
}

/** Somebody on a plain connection of IRC. */
class Speaker {
  readonly #conn: Deno.Conn;

  private constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  static async come(port: number, nick: string): Promise<Speaker> {
    const speaker = new Speaker(await Deno.connect({ hostname: "127.0.0.1", port }));
    void speaker.#drain();
    await speaker.send("CAP REQ :message-tags", `NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
    await speaker.send("CAP END", "JOIN #lobby,#release,#random");
    return speaker;
  }

  async send(...lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line}\r\n`).join("");
    await this.#conn.write(new TextEncoder().encode(text));
  }

  close(): void {
    this.#conn.close();
  }

  async #drain(): Promise<void> {
    const buffer = new Uint8Array(4096);
    try {
      while (await this.#conn.read(buffer) !== null) continue;
    } catch {
      // It was closed.
    }
  }
}

async function talkBefore(bob: Speaker, carol: Speaker): Promise<void> {
  await bob.send("TOPIC #release :Release on Friday · notes in docs/");
  await bob.send("PRIVMSG #release :morning! the build for ARM is \x02green\x02 now 🎉");
  await carol.send("PRIVMSG #release :おはよう, nice: https://ci.example.org/build/1842");
  await carol.send("PRIVMSG #random :\x01ACTION gets coffee\x01");
}

async function talkNow(page: Page, bob: Speaker, carol: Speaker): Promise<void> {
  const log = page.getByRole("log");
  await carol.send("PRIVMSG #lobby :anybody for lunch?");
  const box = page.getByRole("textbox").last();
  await box.fill("who takes the changelog?");
  await box.press("Enter");
  await log.getByText("who takes the changelog?").waitFor({ timeout: waitMs });
  await bob.send("PRIVMSG #release :I do, give me an hour");
  await log.getByText("I do, give me an hour").waitFor({ timeout: waitMs });
  await box.fill("/react 👏 @bob");
  await box.press("Enter");
  await log.getByText("👏").waitFor({ timeout: waitMs });
  await carol.send("PRIVMSG #release :ann: could you look at the TLS part?");
  await log.getByText("could you look").waitFor({ timeout: waitMs });
  await box.fill("/reply @carol on it, five minutes");
  await box.press("Enter");
  await log.getByText("on it, five minutes").waitFor({ timeout: waitMs });
  await carol.send("PRIVMSG ann :thanks!");
  await page.getByRole("navigation").getByText("carol").waitFor({ timeout: waitMs });
  await bob.send("@+typing=active TAGMSG #release");
  await page.getByText(/bob is typing/).waitFor({ timeout: waitMs });
}

async function enter(
  browser: Browser,
  address: string,
  { width, height, isDark }: {
    readonly width: number;
    readonly height: number;
    readonly isDark: boolean;
  },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: isDark ? "dark" : "light",
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel("Your name").fill(isDark ? "dora" : "ann");
  await page.keyboard.press("Enter");
  const box = page.getByRole("textbox").last();
  await page.getByRole("log").waitFor({ timeout: waitMs });
  await box.fill("/join #release");
  await box.press("Enter");
  await page.getByRole("log").getByText("おはよう").waitFor({ timeout: waitMs });
  return page;
}

/** Waits for the two lines that name the ports. */
async function started(
  output: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<{ readonly port: number; readonly address: string }> {
  let text = "";
  for await (const chunk of output.pipeThrough(new TextDecoderStream()).values()) {
    text += chunk;
    const port = /^Server started on \S+:(\d+)$/m.exec(text)?.[1];
    const address = /^Web page at (\S+)$/m.exec(text)?.[1];
    if (port !== undefined && address !== undefined) return { port: Number(port), address };
  }
  throw new Error("The server did not start");
}

if (import.meta.main) await main();
