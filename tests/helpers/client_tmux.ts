/** A terminal that a test types on and looks at. */

const deadlineMs = 60_000;
const lookMs = 30;

/** How large it is and what runs in it. */
export interface TmuxOptions {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Width. */
  readonly columns: number;
  /** Height. */
  readonly rows: number;
}

/** One tmux server with one window; what runs in it sees a real terminal. */
export class TmuxTerminal implements AsyncDisposable {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /** Starts a program; its exit code is shown when it ends. */
  static async start({ command, columns, rows }: TmuxOptions): Promise<TmuxTerminal> {
    const terminal = new TmuxTerminal(`chat-test-${crypto.randomUUID()}`);
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const size = ["-x", String(columns), "-y", String(rows)];
    await terminal.#tmux("new-session", "-d", ...size, `${quoted}; echo "exit code $?"; exec cat`);
    return terminal;
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", text);
  }

  /** Pastes text as a terminal does: in brackets, if the program asked for them. */
  async paste(text: string): Promise<void> {
    await this.#tmux("set-buffer", text);
    await this.#tmux("paste-buffer", "-p");
  }

  /** Presses keys by their names in tmux. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  /** Makes the terminal larger or smaller. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** The rows of the screen down to the last one that is not empty. */
  async rows(): Promise<readonly string[]> {
    return (await this.#tmux("capture-pane", "-p")).trimEnd().split("\n");
  }

  /** What is on the screen with its colours, as the sequences that draw it. */
  async styled(): Promise<string> {
    return await this.#tmux("capture-pane", "-p", "-e");
  }

  /** Asks tmux for a value: https://man.openbsd.org/tmux#FORMATS */
  async value(name: string): Promise<string> {
    return (await this.#tmux("display-message", "-p", `#{${name}}`)).trim();
  }

  /** Column and row of the cursor, from 0. */
  async cursor(): Promise<readonly [number, number]> {
    return [Number(await this.value("cursor_x")), Number(await this.value("cursor_y"))];
  }

  /** Looks again and again until the screen is as wanted; gives its rows. */
  async until(isWanted: (rows: readonly string[]) => boolean): Promise<readonly string[]> {
    return await looksUntil(() => this.rows(), isWanted);
  }

  /** The same with the sequences that draw the screen, as one text. */
  async untilStyled(isWanted: (screen: string) => boolean): Promise<string> {
    return await looksUntil(() => this.styled(), isWanted);
  }

  /** Waits for a row that is exactly this, whatever time stands in front of it. */
  async untilRow(row: string): Promise<readonly string[]> {
    return await this.until((rows) => rows.map(withoutTime).includes(row));
  }

  /** Ends the terminal and what runs in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server");
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-u", "-f", "/dev/null", "-L", this.#socket, ...args],
      env: { LC_ALL: "C.UTF-8", NO_COLOR: "1" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  }
}

async function looksUntil<Seen>(
  look: () => Promise<Seen>,
  isWanted: (seen: Seen) => boolean,
): Promise<Seen> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`Waited too long: ${Deno.inspect(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** Takes the time off a row. */
export function withoutTime(row: string): string {
  return row.replace(/^[0-2][0-9]:[0-5][0-9] /, "");
}
