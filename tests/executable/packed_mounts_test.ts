import assert from "node:assert/strict";
import { mountMemory } from "../helpers/small_disk.ts";
import { namesIn, outcomeOf, packScript } from "./packed_file.ts";

/** More than the disks below have room for, and gzip can't make it smaller. */
const largeRuntime = `#!/bin/sh
[ "$1" = --version ] && exit 0
exit 0
# ${crypto.getRandomValues(new Uint8Array(60_000)).toHex()}
`;

const ran = { code: 0, stdout: "ran\n", stderr: "" };

Deno.test("a packed file whose cache is on a full disk says so in one line, and starts when there is room", async () => {
  await using disk = await mountMemory("size=64k");
  // Not everybody may mount; other tests show the same by other means.
  if (disk === undefined) return;
  await using place = await packScript("echo ran", { runtime: largeRuntime });
  const env = { ...place.env, XDG_CACHE_HOME: disk.folder };
  const cache = `${disk.folder}/chat`;
  const stderr = `Cannot unpack 1 MB into "${cache}": ` +
    "free some space, or set XDG_CACHE_HOME to another folder\n";
  assert.deepEqual(await outcomeOf([place.file], { env }), { code: 73, stdout: "", stderr });
  for (const name of await namesIn(cache)) assert.match(name, /^app-[0-9a-f]{16}$/);
  await disk.remount("size=8m");
  assert.equal((await outcomeOf([place.file], { env })).code, 0);
});

Deno.test("a packed file whose home is read-only runs from among the temporary files", async () => {
  await using disk = await mountMemory("size=8m,ro");
  if (disk === undefined) return;
  await using place = await packScript("echo ran");
  const env = { ...place.env, HOME: disk.folder };
  assert.deepEqual(await outcomeOf([place.file], { env }), ran);
  assert.deepEqual(await outcomeOf([place.file], { env }), ran);
  assert.equal((await namesIn(place.fallback)).length, 2);
});

Deno.test("a packed file goes on running from a cache that has become read-only", async () => {
  await using disk = await mountMemory("size=8m");
  if (disk === undefined) return;
  await using place = await packScript("echo ran");
  const env = { ...place.env, HOME: disk.folder };
  assert.deepEqual(await outcomeOf([place.file], { env }), ran);
  await disk.remount("ro");
  assert.deepEqual(await outcomeOf([place.file], { env }), ran);
});

Deno.test("a packed file says what to do where no program may be run from its cache", async () => {
  await using disk = await mountMemory("size=8m,noexec");
  if (disk === undefined) return;
  await using place = await packScript("echo ran");
  const env = { ...place.env, HOME: disk.folder };
  const stderr = `Cannot run programs from "${disk.folder}/.cache/chat": ` +
    "set XDG_CACHE_HOME to a folder that allows it (this file is for any machine)\n";
  assert.deepEqual(await outcomeOf([place.file], { env }), { code: 126, stdout: "", stderr });
  const elsewhere = { ...env, XDG_CACHE_HOME: `${place.folder}/elsewhere` };
  assert.deepEqual(await outcomeOf([place.file], { env: elsewhere }), ran);
});

Deno.test("a cache from which programs could be run once, and can't any more, is told in one line too", async () => {
  await using disk = await mountMemory("size=8m");
  if (disk === undefined) return;
  await using place = await packScript("echo ran");
  const env = { ...place.env, HOME: disk.folder };
  assert.deepEqual(await outcomeOf([place.file], { env }), ran);
  await disk.remount("noexec");
  const stderr = `Cannot run programs from "${disk.folder}/.cache/chat": ` +
    "set XDG_CACHE_HOME to a folder that allows it (this file is for any machine)\n";
  assert.deepEqual(await outcomeOf([place.file], { env }), { code: 126, stdout: "", stderr });
});
