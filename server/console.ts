/** The operator's console: standard input to what the server does, and the lobby on standard output. */

import { message as createMessage } from "../wire/format.ts";
import { type Line, LineSplitter } from "../wire/lines.ts";
import { splitText } from "../wire/split_text.ts";
import { cutUtf8 } from "../wire/utf8.ts";
import type { Credential } from "./core/account.ts";
import { lobbyName } from "./core/channel.ts";
import { createSession, reshape, type Session } from "./core/session.ts";
import type { User } from "./core/user.ts";
import { maxTopicBytes } from "./core/welcome.ts";
import type { World } from "./core/world.ts";
import type { Engine } from "./engine.ts";
import type { BanList } from "./net/ban_list.ts";
import type { Fanout } from "./net/fanout.ts";
import { formatPeer } from "./net/peer.ts";
import { Outbox, type Writer } from "./net/outbox.ts";
import type { Rounds } from "./net/rounds.ts";

/** What a console works with. */
export interface ConsoleOptions {
  /** What the server knows. */
  readonly world: World;
  /** To answer by, and to close sessions. */
  readonly fanout: Fanout;
  /** Publishes what the operator says. */
  readonly engine: Engine;
  /** Where answers go. */
  readonly output: Writer;
  /** When they may go. */
  readonly rounds: Rounds;
  /** Shows the lobby too. */
  readonly showsChat: boolean;
  /** Addresses and networks that are shut out, to be changed here. */
  readonly bans: BanList;
  /** Makes what is kept of a password. */
  readonly createCredential: (password: string) => Promise<Credential>;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Ends the server in good order. */
  readonly quit: () => void;
}

/** Longest line that the operator may type, in bytes. */
const maxLineBytes = 4096;
/** Bytes of text that fit into a NOTICE from any server name. */
const noticeBytes = 380;

const minuteMs = 60_000;
const banPattern = /^(?:([0-9]{1,7})\s+)?(\S+)\s*(.*)$/;

/** Runs a command with all that follows its name, and the first word of that. */
type Run = (rest: string, first: string) => void;

/** Reads the operator's lines. */
export class Console {
  readonly #options: ConsoleOptions;
  readonly #session: Session;

  /** Opens the output; with `showsChat` the lobby is seen there from now on. */
  constructor(options: ConsoleOptions) {
    this.#options = options;
    const outlet = new Outbox(options.output, options.rounds, {
      lastLine: () => new Uint8Array(0),
      // Nobody reads it any more: the server goes on without.
      onEnding: () => {},
      onEnded: () => {},
    });
    const start = { id: 0, outlet, address: "", port: 0, host: "", openedAtMs: 0 };
    this.#session = createSession(start);
    this.#session.dialect = "plain";
    reshape(this.#session);
    if (options.showsChat) options.world.channel(lobbyName)?.watch(this.#session);
  }

  /** Reads lines until the input ends or fails, as it does in the background; the server goes on. */
  async read(input: ReadableStream<Uint8Array>): Promise<void> {
    const splitter = new LineSplitter(maxLineBytes);
    try {
      for await (const chunk of input) {
        this.#handle(splitter.push(chunk));
      }
      this.#handle(splitter.flush());
    } catch {
      // A terminal that is not ours to read.
    }
  }

  #handle(lines: readonly Line[]): void {
    for (const line of lines) this.#take(line);
    this.#options.fanout.flush();
  }

  #take(line: Line): void {
    if (typeof line !== "string") return this.#tell("That line is too long or not UTF-8");
    // A NUL could not be sent on, and ends a line nowhere.
    const text = line.replaceAll("\0", "").trim();
    if (text === "") return;
    if (!text.startsWith("/")) return this.#announce(text);
    const [name = "", first = ""] = text.split(/\s+/);
    const rest = text.slice(name.length).trim();
    const run = this.#commands.get(name);
    if (run === undefined) return this.#tell(`There is no command "${name}"; /help lists them`);
    run(rest, first);
  }

  readonly #commands: ReadonlyMap<string, Run> = new Map<string, Run>([
    ["/help", () => this.#help()],
    ["/say", (rest) => rest === "" ? this.#tell("Say what: /say TEXT") : this.#announce(rest)],
    ["/who", () => this.#who()],
    ["/kick", (rest, first) => this.#kick(first, rest.slice(first.length).trim())],
    ["/topic", (rest) => this.#topic(rest)],
    ["/op", (rest) => this.#op(rest)],
    ["/ban", (rest) => this.#ban(rest)],
    ["/unban", (_, first) => this.#unban(first)],
    ["/accounts", () => this.#accounts()],
    ["/reset", (_, first) => void this.#reset(first)],
    ["/quit", () => this.#options.quit()],
  ]);

  #help(): void {
    this.#tell("A line goes to everyone. Commands:");
    this.#tell("/say TEXT - says a line that starts with a slash");
    this.#tell("/who - lists who is here, with addresses");
    this.#tell("/kick NAME [WHY] - ends someone's connections");
    this.#tell("/topic [TEXT] - sets or removes the topic of #lobby");
    this.#tell("/op NAME [CHANNEL] - makes someone an operator of a channel, else of #lobby");
    this.#tell("/ban [MINUTES] NAME, ADDRESS or NETWORK [WHY] - ends and refuses its connections");
    this.#tell("/ban - lists what is banned");
    this.#tell("/unban ADDRESS or NETWORK - lets it in again");
    this.#tell("/accounts - lists the accounts");
    this.#tell("/reset NAME - gives an account another password, and shows it here");
    this.#tell("/quit - ends the server");
  }

  #announce(text: string): void {
    for (const piece of splitText(text, noticeBytes)) {
      this.#options.engine.publish({ kind: "announced", text: piece });
    }
  }

  #who(): void {
    const { users } = this.#options.world;
    this.#tell(`${users.size} here`);
    for (const user of users.values()) this.#tell(describe(user));
  }

  #accounts(): void {
    const { accounts } = this.#options.world;
    this.#tell(`${accounts.count} accounts`);
    for (const { name, madeAtMs } of accounts.all) {
      this.#tell(`${name} made ${new Date(madeAtMs).toISOString()}`);
    }
  }

  /** Whoever forgot a password is told the new one by the operator, and can change it. It is shown once, and not logged. */
  async #reset(name: string): Promise<void> {
    const { world, engine, fanout, createCredential } = this.#options;
    const account = world.accounts.find(name)?.name;
    if (account === undefined) {
      this.#tell(`There is no account "${name}"; /accounts lists them`);
    } else {
      const password = crypto.randomUUID();
      const credential = await createCredential(password);
      engine.publish({ kind: "credentialSet", user: undefined, account, credential });
      this.#tell(`The password of ${account} is ${password} now; it can be changed by NickServ`);
    }
    fanout.flush();
  }

  #kick(nick: string, why: string): void {
    const user = this.#options.world.userByNick(nick);
    if (user === undefined) return this.#tell(`There is nobody called "${nick}"; /who lists names`);
    this.#close(
      user.sessions,
      why === "" ? "Kicked by the operator" : `Kicked: ${cutUtf8(why, maxTopicBytes)}`,
    );
    this.#tell(`${user.nick} is kicked`);
  }

  #topic(rest: string): void {
    const text = cutUtf8(rest, maxTopicBytes);
    this.#options.engine.publish({ kind: "topicSet", user: undefined, channel: lobbyName, text });
    this.#tell(text === "" ? `${lobbyName} has no topic now` : `The topic is set: ${text}`);
  }

  /** A channel that all operators have left has nobody else to turn to. */
  #op(rest: string): void {
    const { world, engine } = this.#options;
    const [nick = "", name = lobbyName] = rest.split(/\s+/);
    const user = world.userByNick(nick);
    const channel = world.channel(name);
    if (user === undefined || channel === undefined || !channel.members.has(user)) {
      return this.#tell(`There is nobody called "${nick}" in ${name}; /who lists people`);
    }
    const change = { kind: "rank", letter: "o", isSet: true, user: user.id } as const;
    const { name: spelt } = channel;
    engine.publish({ kind: "modesSet", user: undefined, channel: spelt, changes: [change] });
    this.#tell(`${user.nick} leads ${spelt} now`);
  }

  #ban(rest: string): void {
    const { world, bans, nowMs } = this.#options;
    if (rest === "") return this.#listBans();
    const [, minutes, target = "", why = ""] = banPattern.exec(rest) ?? [];
    const network = world.userByNick(target)?.sessions[0]?.address ?? target;
    const untilMs = minutes === undefined ? undefined : nowMs() + Number(minutes) * minuteMs;
    if (!bans.add(network, { untilMs, reason: cutUtf8(why, maxTopicBytes) })) {
      return this.#tell(`"${target}" is no address, no network and nobody here; /who lists people`);
    }
    const isOut = ({ address }: Session): boolean => bans.find(address, nowMs()) !== undefined;
    this.#close([...world.sessions].filter(isOut), "Banned");
    const howLong = minutes === undefined ? "until the server ends" : `for ${minutes} minutes`;
    this.#tell(`${network} is banned ${howLong}; /unban ${network} lets it in again`);
  }

  #listBans(): void {
    const { bans, nowMs } = this.#options;
    const entries = bans.entries(nowMs());
    this.#tell(entries.length === 0 ? "Nobody is banned" : `${entries.length} banned`);
    for (const [network, { untilMs, reason }] of entries) {
      const end = untilMs === undefined ? "" : ` until ${new Date(untilMs).toISOString()}`;
      this.#tell(`${network}${end} ${reason}`.trimEnd());
    }
  }

  #unban(network: string): void {
    const wasBanned = this.#options.bans.remove(network);
    this.#tell(wasBanned ? `${network} may come again` : `"${network}" is not banned; /ban lists`);
  }

  #close(sessions: readonly Session[], reason: string): void {
    for (const session of sessions) this.#options.fanout.close(session, reason);
  }

  #tell(text: string): void {
    this.#options.fanout.reply(this.#session, createMessage("", "NOTICE", "*", text));
  }
}

function describe(user: User): string {
  const channels = [...user.channels.values()].map(({ name }) => name).join(" ");
  const sessions = user.sessions.map((session) => `${formatPeer(session)} ${session.dialect}`);
  return `${user.nick} ${sessions.join(", ")} ${channels}`;
}
