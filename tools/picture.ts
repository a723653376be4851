/** Makes docs/chat.svg, the picture in the README, from a real talk under tmux. Needs tmux, irssi, nc and ./chat. */

import { run } from "./run.ts";
import { drawTerminals, type Terminal } from "./terminal_svg.ts";

const waitMs = 15_000;
const port = 5050;
const columns = 62;
const rows = 15;

/** Whose terminal is shown, and what is typed there to come in. */
interface Person {
  readonly name: string;
  readonly title: string;
  readonly command: string;
  /** What shows that the program is up, and what is typed then; several steps in order. */
  readonly steps: readonly (readonly [seen: string, typed: string])[];
}

async function main(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "chat-picture-" });
  const tmux = createTmux(`${folder}/tmux`);
  try {
    const terminals = await talk(tmux, peopleIn(folder));
    await Deno.writeTextFile("docs/chat.svg", drawTerminals(terminals, { columns, rows }));
  } finally {
    await tmux("kill-server");
    await Deno.remove(folder, { recursive: true });
  }
}

function peopleIn(folder: string): readonly Person[] {
  return [
    {
      name: "server",
      title: "./chat server",
      command: `./chat server --port ${port} --log-level warn`,
      steps: [["Server started", ""]],
    },
    {
      name: "ann",
      title: `irssi -c 127.0.0.1 -p ${port}`,
      command: `irssi --home=${folder}/irssi -c 127.0.0.1 -p ${port} -n ann`,
      steps: [["End of /MOTD|no message of the day", "/join #lobby"]],
    },
    {
      name: "bob",
      title: "./chat client --nick bob",
      command: `./chat client --port ${port} --nick bob`,
      steps: [["ann|nobody else", ""]],
    },
    {
      name: "carol",
      title: `nc 127.0.0.1 ${port}`,
      command: `nc 127.0.0.1 ${port}`,
      steps: [["alias\\?", "carol"]],
    },
  ];
}

const lines: readonly (readonly [name: string, text: string])[] = [
  ["carol", "Hello from netcat!"],
  ["ann", "Hi carol, you are on irssi's screen too"],
  ["bob", "Three clients, one channel"],
  ["carol", "/me waves"],
  ["bob", "And nobody had to install anything"],
  ["server", "Welcome, all of you"],
];

type Tmux = (...args: readonly string[]) => Promise<string>;

async function talk(tmux: Tmux, people: readonly Person[]): Promise<readonly Terminal[]> {
  for (const { name, command, steps } of people) {
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    await tmux("-f", "/dev/null", "new-session", "-d", "-s", name, ...size, command);
    await tmux("set-option", "-t", name, "status", "off");
    for (const [seen, typed] of steps) {
      await until(tmux, name, seen);
      if (typed !== "") await tmux("send-keys", "-t", name, typed, "Enter");
    }
  }
  await until(tmux, "ann", "carol");
  for (const [name, text] of lines) {
    await tmux("send-keys", "-t", name, "-l", text);
    await tmux("send-keys", "-t", name, "Enter");
    const [lastWords = ""] = text.replace("/me ", "").split(/[?!]/);
    for (const person of people) await until(tmux, person.name, lastWords.trim());
  }
  const terminals: Terminal[] = [];
  for (const { name, title } of people) {
    terminals.push({ title, screen: await tmux("capture-pane", "-e", "-p", "-t", name) });
  }
  return terminals;
}

function createTmux(socket: string): Tmux {
  return async (...args) => {
    const ended = await run(["tmux", "-u", "-S", socket, ...args], {
      env: { TERM: "xterm-256color", LANG: "C.UTF-8", NO_COLOR: "" },
    });
    return ended.stdout;
  };
}

async function until(tmux: Tmux, name: string, seen: string): Promise<void> {
  const endMs = Date.now() + waitMs;
  while (!new RegExp(seen).test(await tmux("capture-pane", "-p", "-t", name))) {
    if (Date.now() > endMs) throw new Error(`"${seen}" did not come up at ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

if (import.meta.main) await main();
