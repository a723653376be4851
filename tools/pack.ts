/** Packs a program and its runtime into one file that starts with `sh`. */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import header from "./header.sh" with { type: "text" };

/** What goes into the file, and where the file goes. */
export interface Packing {
  /** The program: one JavaScript module without imports. */
  readonly program: Uint8Array;
  /** Path of the executable that runs it. */
  readonly runtime: string;
  /** Arguments of the runtime that come before the program. */
  readonly flags: readonly string[];
  /** The machines that the runtime is for, as shown to users. */
  readonly platform: string;
  /** Path of the file to make. */
  readonly output: string;
}

/** Writes the packed file and makes it executable. */
export async function pack(packing: Packing): Promise<void> {
  const runtime = await Deno.readFile(packing.runtime);
  const packedProgram = gzipSync(packing.program, { level: 9 });
  const packedRuntime = gzipSync(runtime, { level: 9 });
  const script = fill(header, {
    APP_KEY: keyOf(packing.program),
    APP_SIZE: String(packing.program.length),
    APP_PACKED: String(packedProgram.length),
    RUNTIME_KEY: keyOf(runtime),
    RUNTIME_SIZE: String(runtime.length),
    RUNTIME_PACKED: String(packedRuntime.length),
    PLATFORM: quote(packing.platform),
    FLAGS: packing.flags.map(quote).join(" "),
  });
  await Deno.writeTextFile(packing.output, script);
  await Deno.writeFile(packing.output, packedProgram, { append: true });
  await Deno.writeFile(packing.output, packedRuntime, { append: true });
  await Deno.chmod(packing.output, 0o755);
}

function keyOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/@([A-Z_]+)@/g, (mark, name: string) => values[name] ?? mark);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
