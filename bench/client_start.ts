/**
 * Measures the time from the start of a terminal client to its first whole screen, ours and irssi's in turns:
 * `deno task bench:client-start [rounds]`. Needs `./chat`, `irssi` and `script`.
 */

import { runFlags } from "../tools/permissions.ts";
import { Pty } from "./pty.ts";
import { startServer } from "./started_server.ts";

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** The last part of the first screen. */
  readonly screen: RegExp;
  /** What its user types to leave it. */
  readonly leave?: string;
}

const warmUps = 3;

async function main([roundsText = "21"]: readonly string[]): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "chat-bench-" });
  try {
    await using server = await startServer();
    const contenders = await contendersAt(server.port, folder);
    const timesMs = contenders.map((): number[] => []);
    for (let round = -warmUps; round < Number(roundsText); round++) {
      for (const [at, { command, screen, leave }] of contenders.entries()) {
        const pty = await Pty.start({ command });
        await pty.wait(screen);
        if (round >= 0) timesMs[at]?.push(pty.ageMs);
        // What Deno keeps of compiled code is written when the program has been run to its end.
        if (round < 0 && leave !== undefined) {
          await pty.type(leave);
          await pty.ended();
        } else await pty.kill();
      }
    }
    console.log("| what | median | fastest | slowest | of irssi's |");
    const base = medianOf(timesMs[0] ?? []);
    for (const [at, { name }] of contenders.entries()) {
      const times = timesMs[at] ?? [];
      const median = medianOf(times);
      const figures = [median, Math.min(...times), Math.max(...times)].map((ms) =>
        `${ms.toFixed(1)} ms`
      );
      console.log(`| ${name} | ${figures.join(" | ")} | ${(median / base).toFixed(2)} |`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function contendersAt(port: number, folder: string): Promise<readonly Contender[]> {
  const empty = `${folder}/empty.js`;
  await Deno.writeTextFile(
    empty,
    'Deno.stdout.writeSync(new TextEncoder().encode("screen"));\nsetInterval(() => {}, 60_000);\n',
  );
  const where = String(port);
  return [
    {
      name: "irssi",
      command: ["irssi", `--home=${folder}/irssi`, "-c", "127.0.0.1", "-p", where, "-n", "y"],
      screen: /change with \^X/,
      leave: "/quit\r",
    },
    {
      name: "`./chat client`",
      command: ["./chat", "client", "--host", "127.0.0.1", "--port", where, "--nick", "xyzzy"],
      // The row of the status is drawn below all others but that of the input.
      // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
      screen: /xyzzy[^]*?\x1b\[\?2026l/,
      leave: "/quit\r",
    },
    {
      name: "Deno with a program of one line",
      command: [Deno.execPath(), ...runFlags, empty],
      screen: /screen/,
    },
  ];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) await main(Deno.args);
