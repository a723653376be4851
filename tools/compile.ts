/**
 * Makes `./chat`, the one executable.
 *
 * `deno compile` is tried first. Its base runtime has to be downloaded; where that is impossible the
 * program is packed together with the Deno that runs this.
 */

import { buildProgram, clientEntry, programEntry, programPage } from "./build_program.ts";
import { pack } from "./pack.ts";
import { clientRunFlags, compileFlags, runFlags } from "./permissions.ts";
import { run } from "./run.ts";

const output = "chat";
const buildFolder = "dist";
const programFolder = `${buildFolder}/program`;
const newFile = `${buildFolder}/chat`;

// A slow download is given up for packing, which takes a few seconds.
const compileTimeoutMs = 45_000;
const checkTimeoutMs = 60_000;

async function main(): Promise<number> {
  await buildProgram(programFolder);
  const version = await readVersion();
  const refusal = await compile(version);
  if (refusal !== undefined) {
    console.log(`${refusal}, so the program is packed together with this Deno`);
    await packWithThisDeno();
    const fault = await faultOf(newFile, version);
    if (fault !== undefined) {
      console.error(`Cannot make "./${output}": ${fault}`);
      return 1;
    }
  }
  await Deno.rename(newFile, output);
  const { size } = await Deno.stat(output);
  console.log(`Made ./${output} ${version}, ${(size / 1e6).toFixed(1)} MB`);
  return 0;
}

/** Tries `deno compile`, and says why it did not do. */
async function compile(version: string): Promise<string | undefined> {
  const page = `--include=${programFolder}/${programPage}`;
  const command = [Deno.execPath(), "compile", "--no-check", page, ...compileFlags];
  const ended = await run([...command, "--output", newFile, `${programFolder}/${programEntry}`], {
    timeoutMs: compileTimeoutMs,
  });
  if (!ended.success) {
    const offline = ended.stderr.includes("error sending request") || ended.stderr === "";
    const reason = offline
      ? "cannot download its base runtime"
      : `failed (${lastLine(ended.stderr)})`;
    return `"deno compile" ${reason}`;
  }
  const fault = await faultOf(newFile, version);
  return fault === undefined ? undefined : `What "deno compile" made is of no use: ${fault}`;
}

async function packWithThisDeno(): Promise<void> {
  await pack({
    folder: programFolder,
    entry: programEntry,
    clientEntry,
    runtime: Deno.execPath(),
    flags: runFlags,
    clientFlags: clientRunFlags,
    platform: Deno.build.target,
    output: newFile,
  });
}

/** Runs the new executable, as a file of the right size is not yet our program. */
export async function faultOf(executable: string, version: string): Promise<string | undefined> {
  const cache = await Deno.makeTempDir({ prefix: "chat-compile-" });
  try {
    const { success, stdout, stderr } = await run([`./${executable}`, "--version"], {
      timeoutMs: checkTimeoutMs,
      env: { XDG_CACHE_HOME: cache },
    });
    if (success && stdout.trim().split(" ").at(-1) === version) return undefined;
    return `its --version says "${lastLine(stdout + stderr)}", not "${version}"`;
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

/** The version of the program. */
export async function readVersion(): Promise<string> {
  const config: unknown = JSON.parse(await Deno.readTextFile("deno.json"));
  const isVersioned = typeof config === "object" && config !== null && "version" in config;
  if (!isVersioned) throw new Error('Cannot find a "version" in deno.json');
  return String(config.version);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

if (import.meta.main) Deno.exit(await main());
