/**
 * Measures the terminal client in a flood: how long keys take to the screen meanwhile, and its memory afterwards:
 * `deno task bench:client-flood [messages] [a second]`. Needs `./chat` and `script`.
 */

import { Pty } from "./pty.ts";
import { RawClient } from "./raw_client.ts";
import { startServer } from "./started_server.ts";
import { Dice, word } from "./store_corpus.ts";

const channels = Array.from({ length: 20 }, (_, at) => `#room${at}`);
const tickMs = 10;
const keyEveryMs = 100;
const typed = "Thequickbrownfoxjumpsoverit";

async function main([count = "100000", perSecond = "5000"]: readonly string[]): Promise<void> {
  await using server = await startServer();
  const bot = await RawClient.register(server.port, "bot");
  await bot.ask(`JOIN ${channels.join(",")}\r\nPING joined\r\n`, /PONG .*joined\r\n/);
  const pty = await Pty.start({
    command: ["./chat", "client", "--host", "127.0.0.1", "--port", String(server.port)]
      .concat("--nick", "reader", "--join", channels.join(",")),
    env: { XDG_CONFIG_HOME: "/nonexistent" },
    ...{ rows: 40, columns: 120 },
  });
  await pty.wait(/you joined/);
  await bot.ask("", /reader!\S+ JOIN #room19/);
  const before = memoryOf(pty.pid);
  const flood = { isOver: false };
  const echoMs: number[] = [];
  const typing = type(pty, echoMs, flood);
  const startMs = performance.now();
  await send(bot, Number(count), Number(perSecond));
  const seconds = (performance.now() - startMs) / 1000;
  flood.isOver = true;
  await typing;
  await bot.ask(
    channels.map((name) => `PRIVMSG ${name} :LAST\r\n`).join("") + "PING end\r\n",
    /end\r\n/,
  );
  await pty.wait(/LAST/);
  const after = memoryOf(pty.pid);
  const cpuSeconds = cpuOf(pty.pid);
  await pty.kill();
  bot.close();
  echoMs.sort((a, b) => a - b);
  const at = (part: number) => `${echoMs[Math.floor((echoMs.length - 1) * part)]?.toFixed(0)} ms`;
  console.log(`| messages | ${count} in ${seconds.toFixed(1)} s |`);
  console.log(
    `| key to screen (${echoMs.length} keys) | p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} |`,
  );
  console.log(`| RSS before | ${before.now} MiB |`);
  console.log(`| RSS after | ${after.now} MiB, most ${after.most} MiB |`);
  console.log(`| CPU | ${cpuSeconds.toFixed(1)} s |`);
}

/** Sends messages at an even pace to all channels in turns. */
async function send(bot: RawClient, count: number, perSecond: number): Promise<void> {
  const dice = new Dice();
  const startMs = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.ceil((performance.now() - startMs) * perSecond / 1000));
    let lines = "";
    for (; sent < due; sent++) {
      const text = Array.from({ length: 3 + (sent % 12) }, () => word(dice.often(3_000))).join(" ");
      lines += `PRIVMSG ${channels[sent % channels.length]} :${text}\r\n`;
    }
    await bot.ask(`${lines}PING ${sent}\r\n`, new RegExp(` :?${sent}\r\n`));
    await pause(tickMs);
  }
}

/** Types letter after letter, and measures when each is on the screen. */
async function type(
  pty: Pty,
  echoMs: number[],
  flood: { readonly isOver: boolean },
): Promise<void> {
  for (let at = 1; !flood.isOver; at = at % typed.length + 1) {
    if (at === 1) await pty.type("\x15");
    const startMs = performance.now();
    await pty.type(typed.slice(at - 1, at));
    await pty.wait(new RegExp(`› \\x1b\\[m${typed.slice(0, at)}(?!\\w)`));
    echoMs.push(performance.now() - startMs);
    await pause(Math.max(keyEveryMs - (performance.now() - startMs), 0));
  }
}

function memoryOf(pid: number): { readonly now: string; readonly most: string } {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const of = (name: string) => {
    const [, kib = "0"] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status) ?? [];
    return (Number(kib) / 1024).toFixed(0);
  };
  return { now: of("VmRSS"), most: of("VmHWM") };
}

/** Seconds of CPU; the kernel counts a hundred ticks in one: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function cpuOf(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) await main(Deno.args);
