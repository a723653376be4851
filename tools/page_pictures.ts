/** Makes docs/page-*.png, the pictures of the web page, from a real talk. Needs chromium. */

import { type Browser, chromium, type Page } from "playwright-core";
import { buildPage, sourcePage } from "./build_page.ts";
import { permissions } from "./permissions.ts";

const encoder = new TextEncoder();
const name = "ann";

/** What is taken. */
const pictures = [
  { file: "docs/page-light.png", colorScheme: "light", width: 1280, height: 800 },
  { file: "docs/page-dark.png", colorScheme: "dark", width: 1280, height: 800 },
  { file: "docs/page-phone.png", colorScheme: "light", width: 360, height: 740 },
] as const;

async function main(): Promise<void> {
  await buildPage(sourcePage);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (const picture of pictures) await take(browser, picture);
  } finally {
    await browser.close();
  }
}

async function take(browser: Browser, picture: typeof pictures[number]): Promise<void> {
  const { file, colorScheme, width, height } = picture;
  const ports = ["--port", "0", "--web-port", "0", "--memory", "--no-flood-limit"];
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "main.ts", "server", ...ports],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const output = new Reader(server.stdout);
    const port = Number((await output.sees(/started on \S+:(\d+)\n/))[1]);
    const [, address = ""] = await output.sees(/Web page at (\S+)\n/);
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme,
      reducedMotion: "reduce",
    });
    await play(page, address, port);
    await page.screenshot({ path: file });
    await page.close();
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}

async function play(page: Page, address: string, port: number): Promise<void> {
  const bob = await Friend.comes("bob", port);
  const carol = await Friend.comes("carol", port);
  const dave = await Friend.comes("dave", port);
  await bob.sends("TOPIC #release :Release on Friday · notes in docs/");
  await page.goto(address);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Start talking" }).click();
  await page.getByLabel(/^Message to /).waitFor();
  await enter(page, "/join #release");
  await page.getByLabel("Message to #release").waitFor();
  const build = await bob.says("morning! the build for \x02ARM\x02 is \x0303green\x0f now 🎉");
  await carol.says("おはよう, nice. https://ci.example/build/1842");
  await carol.sends(`@+draft/react=👏;+draft/reply=${build} TAGMSG #release`);
  await dave.sends(`@+draft/react=👏;+draft/reply=${build} TAGMSG #release`);
  await enter(page, "who takes the changelog?");
  const asked = await bob.hears(/who takes the changelog/);
  await bob.says("I do, give me an hour", `@+reply=${asked} `);
  await dave.says("\x01ACTION gets coffee\x01");
  await carol.says("the new limits are in \x11docs/protocol.md\x11, see also #random");
  await page.getByText("the new limits are in").waitFor();
  await enter(page, "/join #random");
  await page.getByLabel("Message to #random").waitFor();
  await bob.says("changelog is up for review");
  await carol.says(`${name}: could you look at the TLS part?`);
  await dave.says("all tests pass on my side");
  await dave.sends(`PRIVMSG ${name} :lunch at 12:30?`);
  await enter(page, "/query dave");
  await enter(page, "/join #release");
  await page.getByText("all tests pass on my side").waitFor();
  await dave.sends(`PRIVMSG ${name} :or one?`);
  await bob.sends("@+typing=active TAGMSG #release");
  await page.getByText("bob is typing…").waitFor();
}

async function enter(page: Page, text: string): Promise<void> {
  const field = page.locator("textarea").first();
  await field.fill(text);
  await field.press("Enter");
}

/** Somebody with an IRC client. */
class Friend {
  readonly #connection: Deno.TcpConn;
  readonly #reader: Reader;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#reader = new Reader(connection.readable);
  }

  static async comes(nick: string, port: number): Promise<Friend> {
    const friend = new Friend(await Deno.connect({ hostname: "127.0.0.1", port }));
    await friend.sends("CAP REQ :message-tags echo-message\r\nCAP END");
    await friend.sends(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #release,#random,#lobby`);
    await friend.#reader.sees(/ 366 \S+ #lobby /);
    return friend;
  }

  async sends(line: string): Promise<void> {
    await this.#connection.write(encoder.encode(`${line}\r\n`));
  }

  /** Gives the id of the message. */
  async says(text: string, tags = ""): Promise<string> {
    await this.sends(`${tags}PRIVMSG #release :${text}`);
    return await this.hears(/PRIVMSG #release/);
  }

  async hears(pattern: RegExp): Promise<string> {
    const [, id = ""] = await this.#reader.sees(
      new RegExp(`msgid=([^ ;]+)[^\\n]*${pattern.source}[^\\n]*\\n`),
    );
    return id;
  }
}

/** Reads text until something is in it. */
class Reader {
  readonly #chunks: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#chunks = stream.getReader();
  }

  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found !== null) {
        this.#text = this.#text.slice(found.index + found[0].length);
        return found;
      }
      const { value, done } = await this.#chunks.read();
      if (done) throw new Error(`"${pattern.source}" did not come`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }
}

if (import.meta.main) await main();
