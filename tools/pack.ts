/** Packs a program and its runtime into one file that starts with `sh`. */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { archive } from "./archive.ts";
import header from "./header.sh" with { type: "text" };

/** What goes into the file, and where the file goes. */
export interface Packing {
  /** The folder of the program, which has no folders in it. */
  readonly folder: string;
  /** The name of the file in it that is run. */
  readonly entry: string;
  /** The name of the one that is run where the first argument of the program is `client`. */
  readonly clientEntry: string;
  /** Path of the executable that runs it. */
  readonly runtime: string;
  /** Arguments of the runtime that come before the program. */
  readonly flags: readonly string[];
  /** More of them for the client. */
  readonly clientFlags?: readonly string[];
  /** The machines that the runtime is for, as shown to users. */
  readonly platform: string;
  /** Path of the file to make. */
  readonly output: string;
}

/** Writes the packed file and makes it executable. */
export async function pack(packing: Packing): Promise<void> {
  const names = await namesIn(packing.folder);
  const files = await Promise.all(
    names.map(async (path) => ({ path, bytes: await Deno.readFile(`${packing.folder}/${path}`) })),
  );
  const program = files.map(({ bytes }) => bytes);
  const empty = files.find(({ bytes }) => bytes.length === 0);
  if (empty !== undefined) {
    throw new Error(`Cannot pack "${empty.path}": an empty file means a broken cache`);
  }
  const runtime = await Deno.readFile(packing.runtime);
  const packedProgram = gzipSync(archive(files, 0), { level: 9 });
  const packedRuntime = gzipSync(runtime, { level: 9 });
  // Each has its own place in the cache: a new program does not unpack the same runtime again.
  const programFolder = `app-${keyOf(program)}`;
  const script = fill(header, {
    PROGRAM: `${programFolder}/${packing.entry}`,
    CLIENT: `${programFolder}/${packing.clientEntry}`,
    PROGRAM_FILES: quote(names.map((name) => `${programFolder}/${name}`).join(" ")),
    PROGRAM_SIZE: String(program.reduce((sum, { length }) => sum + length, 0)),
    PROGRAM_PACKED: String(packedProgram.length),
    RUNTIME: `rt-${keyOf([runtime])}/chat`,
    RUNTIME_SIZE: String(runtime.length),
    RUNTIME_PACKED: String(packedRuntime.length),
    PLATFORM: quote(packing.platform),
    FLAGS: packing.flags.map(quote).join(" "),
    CLIENT_FLAGS: (packing.clientFlags ?? []).map(quote).join(" "),
  });
  await Deno.writeTextFile(packing.output, script);
  await Deno.writeFile(packing.output, packedProgram, { append: true });
  await Deno.writeFile(packing.output, packedRuntime, { append: true });
  await Deno.chmod(packing.output, 0o755);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.map(({ name }) => name).sort();
  // The script hands them to commands without quotes.
  const odd = names.find((name) => !/^\w[\w.-]*$/.test(name));
  if (odd !== undefined) throw new Error(`Cannot pack "${odd}": its name has odd characters`);
  return names;
}

function keyOf(contents: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(`${content.length}\n`).update(content);
  return hash.digest("hex").slice(0, 16);
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/@([A-Z_]+)@/g, (mark, name: string) => values[name] ?? mark);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
