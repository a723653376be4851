/** The packages of npm that are part of the program or of the page. */

import { run } from "./run.ts";

/** One of them. */
export interface BundledPackage {
  /** Its name, as "@noble/hashes". */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Names and versions of those that it needs, as "bintrees@1.0.2". */
  readonly dependencies: readonly string[];
  /** The folder that it lies in. */
  readonly folder: string;
  /** As in the lock: "sha512-" and base64. */
  readonly integrity: string;
}

/** What the program and the page begin with. */
const entries = ["main.ts", "web/app.ts", "web/service_worker.ts"];

/** What of `deno info` is looked at. */
interface Graph {
  readonly modules: readonly { readonly kind?: string; readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<Record<string, GraphPackage>>;
}

interface GraphPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly localPath: string;
}

/** Finds them all, sorted by name. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const lock: { readonly npm: Readonly<Record<string, { readonly integrity: string }>> } = JSON
    .parse(await Deno.readTextFile("deno.lock"));
  const found = new Map<string, BundledPackage>();
  for (const graph of await Promise.all(entries.map(graphOf))) {
    for (const key of reached(graph)) {
      const known = graph.npmPackages[key];
      const integrity = lock.npm[key]?.integrity;
      if (known === undefined || integrity === undefined) {
        throw new Error(`Package "${key}" is not locked: run deno install`);
      }
      const { localPath: folder, ...rest } = known;
      found.set(key, { ...rest, folder, integrity });
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

async function graphOf(entry: string): Promise<Graph> {
  const ended = await run([Deno.execPath(), "info", "--json", entry]);
  if (!ended.success) throw new Error(`Cannot tell what "${entry}" imports:\n${ended.stderr}`);
  return JSON.parse(ended.stdout);
}

/** What modules import, and all that this needs; the graph names the packages of the whole lock. */
function reached({ modules, npmPackages }: Graph): ReadonlySet<string> {
  const keys = new Set(modules.flatMap(({ npmPackage }) => npmPackage ?? []));
  // A set also hands out what is added on the way.
  for (const key of keys) npmPackages[key]?.dependencies.forEach((each) => keys.add(each));
  return keys;
}
