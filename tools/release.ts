/**
 * Makes what is handed out, in `dist/release/`: the executable, an archive of it with its manual pages, completions and
 * documents, what it is made of, and the hashes of these.
 *
 * The same sources and the same Deno give the same bytes, on any machine. So the program is always packed, never made by
 * `deno compile`; times are those of the last commit, or of the variable SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch/); and packages come from a cache beside the sources, since the
 * bundle's source maps tell the way there.
 */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { shells } from "../cli/completions.ts";
import { archive, type ArchivedFile } from "./archive.ts";
import { billOfMaterials } from "./bill_of_materials.ts";
import { buildProgram, clientEntry, programEntry } from "./build_program.ts";
import { type BundledPackage, bundledPackages } from "./bundled_packages.ts";
import { faultOf, readVersion } from "./compile.ts";
import { foreignLicences } from "./foreign_licences.ts";
import { manPages, printed } from "./man_pages.ts";
import { pack } from "./pack.ts";
import { clientRunFlags, runFlags } from "./permissions.ts";
import { run } from "./run.ts";

/** What a release is made of, and where. */
export interface ReleaseOptions {
  /** The folder that the program is built in; it is emptied before. */
  readonly programFolder: string;
  /** The folder that the release is put into; it is emptied before. */
  readonly output: string;
  /** Path of the executable that runs the program. */
  readonly runtime: string;
  /** The time that all files get. */
  readonly time: Date;
}

/** Where the documents lie; some of them belong to other places of an archive. */
const documents = "docs";

/** What is handed out of the folder above. */
const topDocuments = ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md"];

const encoder = new TextEncoder();

/** Makes it; gives the path of the executable. */
export async function makeRelease(options: ReleaseOptions): Promise<string> {
  const { programFolder, output, runtime, time } = options;
  const version = await readVersion();
  const name = `chat-${version}`;
  const platform = `${name}-${Deno.build.os}-${Deno.build.arch}`;
  await emptyFolder(output);
  await buildProgram(programFolder);
  const executable = `${output}/${platform}`;
  await pack({
    folder: programFolder,
    entry: programEntry,
    clientEntry,
    runtime,
    flags: runFlags,
    clientFlags: clientRunFlags,
    platform: Deno.build.target,
    output: executable,
  });
  const packages = await bundledPackages();
  const files: readonly ArchivedFile[] = [
    { path: "chat", bytes: await Deno.readFile(executable), isExecutable: true },
    ...await documentFiles(),
    ...await generatedFiles(version, time, packages),
  ];
  // Not by the name of the executable, beside which it may be unpacked.
  const inFolder = files.map((file) => ({ ...file, path: `${name}/${file.path}` }));
  const packed = gzipSync(archive(inFolder, time.getTime()), { level: 9 });
  await Deno.writeFile(`${output}/${platform}.tar.gz`, packed);
  const deno = { version: Deno.version.deno, sha256: sha256(await Deno.readFile(runtime)) };
  const bill = billOfMaterials({ version, time, packages, deno });
  await Deno.writeTextFile(`${output}/${name}.cdx.json`, bill);
  await writeSums(output);
  return executable;
}

async function documentFiles(): Promise<readonly ArchivedFile[]> {
  const names = (await Array.fromAsync(Deno.readDir(documents))).map(({ name }) => name);
  const paths = [...topDocuments, ...names.map((name) => `${documents}/${name}`)];
  return await Promise.all(
    paths.map(async (path) => ({ path, bytes: await Deno.readFile(path) })),
  );
}

/** What is written from the tree of commands, and from the packages. */
async function generatedFiles(
  version: string,
  time: Date,
  packages: readonly BundledPackage[],
): Promise<readonly ArchivedFile[]> {
  const [date = ""] = time.toISOString().split("T");
  const pages = [...manPages({ version, date })].map(([name, text]) => [`man/${name}`, text]);
  // By the names that shells look for in their folders.
  const names = { bash: "chat", zsh: "_chat", fish: "chat.fish" };
  const scripts = shells.map((shell) => [
    `completions/${shell}/${names[shell]}`,
    printed(["completions", shell], version),
  ]);
  const licences = await foreignLicences(packages, Deno.version.deno);
  return [...pages, ...scripts, ["THIRD-PARTY-LICENCES.txt", licences]].map(
    ([path = "", text]) => ({ path, bytes: encoder.encode(text) }),
  );
}

/** As `sha256sum -c SHA256SUMS` reads it. */
async function writeSums(folder: string): Promise<void> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const lines = await Promise.all(
    names.map(async (name) => `${sha256(await Deno.readFile(`${folder}/${name}`))}  ${name}\n`),
  );
  await Deno.writeTextFile(`${folder}/SHA256SUMS`, lines.join(""));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function emptyFolder(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.remove(folder, { recursive: true });
  await Deno.mkdir(folder);
}

/** When the sources were changed last. */
async function sourceTime(): Promise<Date> {
  const given = Deno.env.get("SOURCE_DATE_EPOCH");
  const { stdout } = given === undefined
    ? await run(["git", "log", "-1", "--format=%ct"])
    : { stdout: given };
  if (!/^\d+\s*$/.test(stdout)) {
    throw new Error("Cannot tell when the sources were made: set SOURCE_DATE_EPOCH");
  }
  return new Date(Number(stdout) * 1000);
}

async function main(): Promise<number> {
  Deno.env.set("DENO_DIR", `${Deno.cwd()}/dist/deno`);
  const executable = await makeRelease({
    programFolder: "dist/program",
    output: "dist/release",
    runtime: Deno.execPath(),
    time: await sourceTime(),
  });
  const fault = await faultOf(executable, await readVersion());
  if (fault !== undefined) {
    console.error(`The release is of no use: ${fault}`);
    return 1;
  }
  console.log(await Deno.readTextFile("dist/release/SHA256SUMS"));
  return 0;
}

if (import.meta.main) Deno.exit(await main());
