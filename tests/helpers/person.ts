/** Somebody at a terminal with the client as its users run it. */

import { chatCommand } from "./server.ts";
import { TmuxTerminal } from "./client_tmux.ts";

/** Who it is and how large the terminal is. */
export interface PersonOptions {
  /** Of the server on this machine; left out: `args` or `config` name one. */
  readonly port?: number;
  /** Left out: ann. */
  readonly nick?: string;
  /** More of the command line. */
  readonly args?: readonly string[];
  /** Left out: 90. */
  readonly columns?: number;
  /** Left out: 20. */
  readonly rows?: number;
  /** Variables of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What the file of settings says. */
  readonly config?: string;
  /** Starts it from a shell with job control. */
  readonly hasShell?: boolean;
  /** The program, where that is not the client. */
  readonly program?: readonly string[];
}

/** A folder of its own holds the settings, and goes with it. */
export class Person implements AsyncDisposable {
  /** What is typed on and looked at. */
  readonly terminal: TmuxTerminal;
  /** Where files of this person are. */
  readonly folder: string;

  private constructor(terminal: TmuxTerminal, folder: string) {
    this.terminal = terminal;
    this.folder = folder;
  }

  /** Starts the client. */
  static async start(options: PersonOptions): Promise<Person> {
    const folder = await Deno.makeTempDir({ prefix: "chat-person-" });
    const script = `${folder}/start`;
    await Deno.writeTextFile(script, scriptOf(folder, options), { mode: 0o755 });
    await Deno.mkdir(`${folder}/chat`);
    await Deno.writeTextFile(`${folder}/chat/client.toml`, options.config ?? "");
    const { columns = 90, rows = 20, hasShell = false } = options;
    const command = hasShell ? ["env", "PS1=$ ", "bash", "--norc", "-i"] : [script];
    const person = new Person(await TmuxTerminal.start({ command, columns, rows }), folder);
    if (hasShell) await person.enters(`${script}; echo exit code $?`);
    return person;
  }

  /** Types text. */
  async types(text: string): Promise<void> {
    await this.terminal.type(text);
  }

  /** Types a line. */
  async enters(text: string): Promise<void> {
    await this.terminal.type(text);
    await this.terminal.press("Enter");
  }

  /** Presses keys by their names in tmux. */
  async presses(...keys: readonly string[]): Promise<void> {
    await this.terminal.press(...keys);
  }

  /** Waits for a row that has this in it; gives all rows. */
  async sees(wanted: string | RegExp): Promise<readonly string[]> {
    return await this.terminal.until((rows) => rows.some((row) => fits(row, wanted)));
  }

  /** Waits until no row has this in it; gives all rows. */
  async seesNo(unwanted: string | RegExp): Promise<readonly string[]> {
    return await this.terminal.until((rows) => !rows.some((row) => fits(row, unwanted)));
  }

  /** Waits until a row of the screen is drawn with a sequence in front. */
  async seesStyled(pattern: RegExp): Promise<void> {
    await this.terminal.untilStyled((screen) => pattern.test(screen));
  }

  /** Sends the client a signal. */
  async gets(signal: Deno.Signal): Promise<void> {
    Deno.kill(Number(await Deno.readTextFile(`${this.folder}/pid`)), signal);
  }

  /** Ends it all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

function scriptOf(folder: string, options: PersonOptions): string {
  const { port, nick = "ann", args = [], variables = {}, program } = options;
  const server = port === undefined ? [] : ["--port", String(port), "--nick", nick];
  const command = program ?? [...chatCommand, "client", ...server, ...args];
  const set = Object.entries({ XDG_CONFIG_HOME: folder, ...variables })
    .map(([name, value]) => `${name}=${value}`);
  const words = ["env", "-u", "NO_COLOR", ...set, Deno.execPath(), ...command];
  return `#!/bin/sh\necho $$ >${folder}/pid\nexec ${words.map(quoted).join(" ")}\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function fits(row: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? row.includes(wanted) : wanted.test(row);
}
