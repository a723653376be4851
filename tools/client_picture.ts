/** Makes docs/client.svg, the picture of the terminal client, from a real talk under tmux. Needs tmux. */

import { run } from "./run.ts";
import { drawTerminals } from "./terminal_svg.ts";

const waitMs = 15_000;
const port = 5052;
const size = { columns: 104, rows: 25 } as const;

/** Who does what, and what shows on ann's screen that it is done. */
const scene: readonly (readonly [who: string, typed: string, seen: string])[] = [
  ["ann", "/topic Release on Friday · notes in docs/", "Release on Friday"],
  ["bob", "morning! the build for ARM is green now 🎉", "ARM is green"],
  ["carol", "おはよう, nice. https://ci.example/build/1842", "ci.example"],
  ["ann", "/react 👏 @bob", "👏 1"],
  ["carol", "/react 👏 @bob", "👏 2"],
  ["ann", "who takes the changelog?", "who takes"],
  ["bob", "/reply I do, give me an hour", "give me an hour"],
  ["carol", "/me gets coffee", "gets coffee"],
  ["ann", "/join #random", "Write to #random"],
  ["bob", "changelog is up for review", "#release +1"],
  ["carol", "ann: could you look at the TLS part?", "#release"],
  ["bob", "deno task ok is green on my side", "#release"],
  ["carol", "/msg ann lunch at 12:30?", "carol"],
];

async function main(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "chat-picture-" });
  const tmux: Tmux = async (...args) => {
    const ended = await run(["tmux", "-u", "-S", `${folder}/tmux`, ...args], {
      env: { TERM: "xterm-256color", LANG: "C.UTF-8", NO_COLOR: "", XDG_CONFIG_HOME: folder },
    });
    return ended.stdout;
  };
  try {
    const screen = await play(tmux);
    const terminals = [{ title: "chat client --nick ann", screen }];
    await Deno.writeTextFile("docs/client.svg", drawTerminals(terminals, size));
  } finally {
    // For a server SIGHUP is no reason to end.
    await tmux("send-keys", "-t", "server", "C-c");
    await until(tmux, "server", "bye");
    await tmux("kill-server");
    await Deno.remove(folder, { recursive: true });
  }
}

type Tmux = (...args: readonly string[]) => Promise<string>;

async function play(tmux: Tmux): Promise<string> {
  const chat = "TERM=xterm-256color deno task --quiet chat";
  await open(tmux, "server", `${chat} server --port ${port} --memory --no-web; echo bye; exec cat`);
  await until(tmux, "server", "Server started");
  for (const name of ["ann", "bob", "carol"]) {
    await open(tmux, name, `${chat} client --port ${port} --nick ${name} --join '#release'`);
    await until(tmux, name, "you joined");
  }
  for (const [who, typed, seen] of scene) {
    await type(tmux, who, typed);
    await until(tmux, "ann", seen);
    await until(tmux, who, "or /help");
  }
  await until(tmux, "ann", "carol +1");
  await tmux("send-keys", "-t", "ann", "M-a");
  await until(tmux, "ann", "─ new ─");
  await tmux("send-keys", "-t", "bob", "-l", "one more thing: ");
  await until(tmux, "ann", "bob (?:is typing|types)");
  await tmux("send-keys", "-t", "ann", "-l", "on it");
  await until(tmux, "ann", "on it");
  return await tmux("capture-pane", "-e", "-p", "-N", "-t", "ann");
}

async function open(tmux: Tmux, name: string, command: string): Promise<void> {
  const cells = ["-x", `${size.columns}`, "-y", `${size.rows}`];
  await tmux("-f", "/dev/null", "new-session", "-d", "-s", name, ...cells, command);
  await tmux("set-option", "-t", name, "status", "off");
}

async function type(tmux: Tmux, name: string, text: string): Promise<void> {
  await tmux("send-keys", "-t", name, "-l", text);
  await tmux("send-keys", "-t", name, "Enter");
}

async function until(tmux: Tmux, name: string, seen: string): Promise<void> {
  const endMs = Date.now() + waitMs;
  for (;;) {
    const screen = await tmux("capture-pane", "-p", "-t", name);
    if (new RegExp(seen).test(screen)) return;
    if (Date.now() > endMs) throw new Error(`"${seen}" did not come up at ${name}:\n${screen}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

if (import.meta.main) await main();
