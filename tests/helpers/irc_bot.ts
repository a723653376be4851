/** A bot written with the npm package irc-framework. */

import irc from "irc-framework";
import WebSocketTransport from "irc-framework/src/transports/websocket.js";
import { Feed } from "./feed.ts";
import type { TlsPort } from "./wire_client.ts";

/** A port of loopback that speaks WebSocket. */
export interface WebAddress {
  /** Its number. */
  readonly webPort: number;
}

/** What tests call of irc-framework's client; the package has no types. */
export interface BotClient {
  /** Sends a line. */
  raw(line: string): void;
  /** Enters a channel. */
  join(channel: string): void;
  /** Says something. */
  say(target: string, text: string): void;
  /** Says something nobody is to answer. */
  notice(target: string, text: string): void;
  /** Tells what it does. */
  action(target: string, text: string): void;
  /** Sends tags without a text. */
  tagmsg(target: string, tags: Readonly<Record<string, string>>): void;
  /** Asks about somebody. */
  whois(nick: string): void;
  /** Asks who is in a channel. */
  who(target: string): void;
  /** Takes another nick. */
  changeNick(nick: string): void;
  /** Waits for people. */
  addMonitor(nick: string): void;
  /** Leaves. */
  quit(reason: string): void;
}

interface UntypedClient extends BotClient {
  requestCap(names: readonly string[]): void;
  use(
    middleware: (
      client: unknown,
      raw: unknown,
      parsed: {
        use(run: (command: string, event: object, client: unknown, next: () => void) => void): void;
      },
    ) => void,
  ): void;
  on(event: "close", listener: () => void): void;
  connect(options: Readonly<Record<string, string | number | boolean | object>>): void;
}

/** A bot in the test's own process. */
export class IrcBot implements AsyncDisposable {
  /** Its events, one a line: the name, then what it holds as JSON. */
  readonly events: Feed;
  /** What makes it do things. */
  readonly client: BotClient;

  private constructor(client: UntypedClient, nick: string) {
    this.client = client;
    this.events = new Feed(nick);
    client.on("close", () => this.events.end());
    client.use((_client, _raw, parsed) => {
      parsed.use((command, event, _, next) => {
        this.events.add(`${command} ${JSON.stringify(event)}\n`);
        next();
      });
    });
  }

  /** Connects as `nick`, asking for `capabilities` besides those that the package asks for, and joins `#lobby`; with a password it logs in by SASL. */
  static async joined(
    at: number | TlsPort | WebAddress,
    nick: string,
    capabilities: readonly string[],
    password?: string,
  ): Promise<IrcBot> {
    const client: UntypedClient = new irc.Client();
    client.requestCap(capabilities);
    const bot = new IrcBot(client, nick);
    client.connect({
      host: "127.0.0.1",
      ...optionsOf(at),
      nick,
      username: nick,
      gecos: `${nick} of irc-framework`,
      ...(password === undefined ? {} : { account: { account: nick, password } }),
      enable_echomessage: true,
      enable_setname: true,
      auto_reconnect: false,
    });
    await bot.expects("registered", { nick });
    client.join("#lobby");
    await bot.expects("userlist", { channel: "#lobby" });
    return bot;
  }

  /** Waits for an event whose values include `values`, in whatever order. */
  async expects(
    name: string,
    values: Readonly<Record<string, string | boolean | readonly string[]>>,
  ): Promise<string> {
    const wanted = Object.entries(values).map(([key, value]) =>
      `(?=.*${escape(JSON.stringify({ [key]: value }).slice(1, -1))})`
    );
    const [line = ""] = await this.events.expects(
      new RegExp(`^${escape(name)} ${wanted.join("")}.*\n`, "m"),
    );
    return line;
  }

  /** Leaves and waits until the connection is closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.client.quit("done");
    await this.events.ended();
  }
}

function optionsOf(
  at: number | TlsPort | WebAddress,
): Readonly<Record<string, object | number | boolean>> {
  if (typeof at === "number") return { port: at };
  if ("ca" in at) return { port: at.port, tls: true, rejectUnauthorized: false };
  return { port: at.webPort, transport: WebSocketTransport };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
