import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { makeRelease } from "../../tools/release.ts";
import { run } from "../../tools/run.ts";

const name = `chat-${config.version}`;
const platform = `${name}-${Deno.build.os}-${Deno.build.arch}`;

/** A release whose runtime is a small file, since Deno itself takes long to pack. */
async function release(folder: string): Promise<string> {
  await Deno.mkdir(folder);
  const runtime = `${folder}/runtime`;
  await Deno.writeTextFile(runtime, "a runtime");
  const output = `${folder}/release`;
  const time = new Date("2026-01-31T10:20:30Z");
  await makeRelease({ programFolder: `${folder}/program`, output, runtime, time });
  return output;
}

/** Runs a program that must not complain. */
async function said(...command: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await run(command);
  assert.ok(success && stderr === "", stderr);
  return stdout;
}

/** The packages that the source maps of a bundle name, as "ws@8.23.0". */
async function packagesIn(folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const file of Deno.readDir(folder)) {
    if (!file.name.endsWith(".map")) continue;
    const map = await Deno.readTextFile(`${folder}/${file.name}`);
    for (
      const [, part, version] of map.matchAll(
        /registry\.npmjs\.org\/((?:@[^/"]+\/)?[^/"]+)\/([^/"]+)\//g,
      )
    ) {
      found.add(`${part}@${version}`);
    }
  }
  return found;
}

Deno.test("a release made twice is the same byte by byte, is whole, and tells what is in it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-release-" });
  try {
    const first = await release(`${folder}/one`);
    const second = await release(`${folder}/two`);
    const sums = await Deno.readTextFile(`${first}/SHA256SUMS`);
    assert.equal(sums, await Deno.readTextFile(`${second}/SHA256SUMS`));
    const names = [platform, `${platform}.tar.gz`, `${name}.cdx.json`];
    assert.deepEqual(sums.trim().split("\n").map((line) => line.slice(66)), names);
    await said("sh", "-c", 'cd "$0" && sha256sum --check --strict SHA256SUMS', first);
    await checkArchive(`${first}/${platform}.tar.gz`, `${first}/${platform}`);
    await checkBill(`${first}/${name}.cdx.json`, await packagesIn(`${folder}/one/program`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function checkArchive(file: string, executable: string): Promise<void> {
  const beside = executable.replace(/\/[^/]*$/, "");
  await said("tar", "-xzf", file, "-C", beside);
  const place = `${beside}/${name}`;
  assert.deepEqual(await Deno.readFile(`${place}/chat`), await Deno.readFile(executable));
  const { mode, mtime } = await Deno.stat(`${place}/chat`);
  assert.equal((mode ?? 0) & 0o777, 0o755);
  assert.equal(mtime?.toISOString(), "2026-01-31T10:20:30.000Z");
  for (
    const document of [
      "README.md",
      "LICENSE",
      "docs/operating.md",
      "docs/chat.service",
      "docs/Containerfile",
    ]
  ) {
    assert.deepEqual(await Deno.readFile(`${place}/${document}`), await Deno.readFile(document));
  }
  assert.match(
    await Deno.readTextFile(`${place}/man/chat-server.1`),
    /^\.TH CHAT-SERVER 1 2026-01-31 /,
  );
  await said("bash", "-n", `${place}/completions/bash/chat`);
  const licences = await Deno.readTextFile(`${place}/THIRD-PARTY-LICENCES.txt`);
  assert.match(licences, /^ws 8\.[\s\S]+?Permission is hereby granted/m);
}

interface Bill {
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly hashes: readonly { readonly content: string }[];
  }[];
}

interface Lock {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

async function checkBill(file: string, bundled: ReadonlySet<string>): Promise<void> {
  const { components }: Bill = JSON.parse(await Deno.readTextFile(file));
  const lock: Lock = JSON.parse(await Deno.readTextFile("deno.lock"));
  const told = new Map(components.map(({ group, name, version, hashes }) => [
    `${group === undefined ? "" : `${group}/`}${name}@${version}`,
    hashes[0]?.content,
  ]));
  assert.ok(told.has(`deno@${Deno.version.deno}`));
  const page = ["@noble/hashes", "preact"];
  const known = [
    ...bundled,
    ...[...told.keys()].filter((key) => page.includes(key.replace(/@[^@]+$/, ""))),
  ];
  assert.ok(bundled.size >= 8 && known.length === bundled.size + page.length);
  for (const key of known) {
    const integrity = lock.npm[key]?.integrity ?? "";
    assert.equal(`sha512-${Uint8Array.fromHex(told.get(key) ?? "").toBase64()}`, integrity, key);
  }
  // What the tests alone need is no part of it.
  assert.ok(![...told.keys()].some((key) => /^(?:playwright-core|typescript|nanotar)@/.test(key)));
}
