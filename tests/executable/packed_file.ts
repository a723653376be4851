/** A packed file made of shell scripts, which shows in milliseconds what the packer promises. */

import { pack } from "../../tools/pack.ts";

/** How a started executable ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a packed file in it, removed at the end of its scope. */
export interface Place extends AsyncDisposable {
  /** The folder, whose name has a space in it. */
  readonly folder: string;
  /** The packed file. */
  readonly file: string;
  /** The folder that it unpacks into. */
  readonly cache: string;
  /** Where it goes when the cache cannot be used. */
  readonly fallback: string;
  /** The environment that it is started with. */
  readonly env: Readonly<Record<string, string>>;
}

/** What differs from the usual packed file. */
export interface Variant {
  /** A shell script that runs the program, itself a shell script. */
  readonly runtime?: string;
  /** Arguments of the runtime that come before the program. */
  readonly flags?: readonly string[];
  /** The program for the first argument `client`; left out: the same. */
  readonly clientEntry?: "part";
  /** More of them for the program's first argument `client`. */
  readonly clientFlags?: readonly string[];
}

/** Stands in for Deno: `runtime run program args…` runs the program as a shell script. */
const shellRuntime = `#!/bin/sh
[ "$1" = --version ] && exit 0
program=$2
shift 2
. "$program"
`;

const outcomeDeadlineMs = 60_000;

/** Packs `program`, a shell script, in a folder of its own. */
export async function packScript(program: string, variant: Variant = {}): Promise<Place> {
  const place = await makePlace();
  await packInto(place.file, program, variant);
  return place;
}

/** A folder for a packed file that is yet to be made. */
export async function makePlace(): Promise<Place> {
  const folder = await Deno.makeTempDir({ prefix: "packed file-" });
  const temporary = `${folder}/temporary files`;
  await Deno.mkdir(temporary);
  return {
    folder,
    file: `${folder}/chat`,
    cache: `${folder}/home/.cache/chat`,
    fallback: `${temporary}/chat-${Deno.uid()}`,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: `${folder}/home`, TMPDIR: temporary },
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Packs `program`, a shell script, into `file`. */
export async function packInto(
  file: string,
  program: string,
  variant: Variant = {},
): Promise<void> {
  const folder = `${file}.program`;
  const runtime = `${file}.runtime`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/main`, program);
  await Deno.writeTextFile(`${folder}/part`, 'echo "part $1"');
  await Deno.writeTextFile(runtime, variant.runtime ?? shellRuntime);
  await pack({
    folder,
    entry: "main",
    clientEntry: variant.clientEntry ?? "main",
    runtime,
    flags: variant.flags ?? ["run"],
    clientFlags: variant.clientFlags ?? [],
    platform: "any machine",
    output: file,
  });
  await Deno.remove(runtime);
  await Deno.remove(folder, { recursive: true });
}

/** Starts `command` with nothing but `env`, writes `input` to it and waits for its end. */
export async function outcomeOf(
  command: readonly string[],
  { env, input = "" }: { readonly env: Readonly<Record<string, string>>; readonly input?: string },
): Promise<Outcome> {
  const child = start(command, env);
  const deadline = setTimeout(() => child.kill("SIGKILL"), outcomeDeadlineMs);
  const writing = new Blob([input]).stream().pipeTo(child.stdin).catch(() => undefined);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(deadline);
  await writing;
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Starts `command` with nothing but `env`. */
export function start(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  const [program = "", ...args] = command;
  const pipes = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  return new Deno.Command(program, { args, env, clearEnv: true, ...pipes }).spawn();
}

/** The names of all that is in `folder`, sorted. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map((entry) => entry.name).sort();
}
