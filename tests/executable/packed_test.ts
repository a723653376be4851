import assert from "node:assert/strict";
import { namesIn, outcomeOf, packInto, packScript, start } from "./packed_file.ts";

const programFolder = /^app-[0-9a-f]{16}$/;

Deno.test("a packed file passes every argument on as it is", async () => {
  await using place = await packScript(`printf '<%s>' "$@"`);
  const args = ["two words", "", "*", "it's", "--version", "a\\nb"];
  const { stdout } = await outcomeOf([place.file, ...args], place);
  assert.equal(stdout, args.map((arg) => `<${arg}>`).join(""));
});

Deno.test("a packed file hands the runtime its flags, however they are spelt", async () => {
  const runtime = `#!/bin/sh\n[ "$1" = --version ] || printf '<%s>' "$1" "$2"\n`;
  const flags = ["--allow-env=CHAT_*,A B", "it's"];
  await using place = await packScript(":", { runtime, flags });
  const { stdout } = await outcomeOf([place.file], place);
  assert.equal(stdout, "<--allow-env=CHAT_*,A B><it's>");
});

Deno.test("a packed file hands the runtime more flags for a client, whose cache is its own", async () => {
  const runtime = '#!/bin/sh\nprintf "%s\\n" "${DENO_DIR##*/}" "$@" | head -n 3\n';
  await using place = await packScript(":", { runtime, flags: ["run"], clientFlags: ["it's"] });
  const env = place.env;
  const client = await outcomeOf([place.file, "client", "it's"], { env });
  assert.equal(client.stdout, "deno-client\nrun\nit's\n");
  const server = await outcomeOf([place.file, "server", "it's"], { env });
  assert.match(server.stdout, /^deno\nrun\n.*\/main\n$/);
});

Deno.test("a packed file may have another program for a client", async () => {
  await using place = await packScript('echo "any $1"', { clientEntry: "part" });
  assert.equal((await outcomeOf([place.file, "client"], place)).stdout, "part client\n");
  assert.equal((await outcomeOf([place.file, "server"], place)).stdout, "any server\n");
});

Deno.test("a packed file ends with the exit code of its program", async () => {
  await using place = await packScript("exit 7");
  assert.equal((await outcomeOf([place.file], place)).code, 7);
});

Deno.test("a packed file gives its standard input to the program", async () => {
  await using place = await packScript("cat");
  const { stdout } = await outcomeOf([place.file], { ...place, input: "one\ntwo" });
  assert.equal(stdout, "one\ntwo");
});

Deno.test("a packed file becomes its program, which then gets the signals", async () => {
  await using place = await packScript(`trap 'exit 3' TERM; echo "$$"; read -r line`);
  const child = start([place.file], place.env);
  const output = child.stdout.getReader();
  const { value } = await output.read();
  assert.equal(new TextDecoder().decode(value).trim(), String(child.pid));
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 3);
  await Promise.all([output.cancel(), child.stdin.close(), child.stderr.cancel()]);
});

Deno.test("a packed file shows as chat among the processes", async () => {
  await using place = await packScript(`ps -o comm= -p "$$" || cat "/proc/$$/comm"`);
  assert.equal((await outcomeOf([place.file], place)).stdout, "chat\n");
});

Deno.test("a packed file keeps running where a background job would be stopped", async () => {
  await using place = await packScript("kill -TTIN $$; echo alive");
  assert.equal((await outcomeOf([place.file], place)).stdout, "alive\n");
});

Deno.test("a packed file leaves the umask as it was and its cache to its owner", async () => {
  await using place = await packScript("umask");
  const { stdout } = await outcomeOf(["sh", "-c", 'umask 027; exec "$0"', place.file], place);
  assert.equal(stdout, "0027\n");
  assert.equal(await modeOf(place.cache), 0o700);
});

Deno.test("a packed file keeps what Deno stores inside the cache folder", async () => {
  await using place = await packScript('echo "$DENO_DIR $DENO_NO_PACKAGE_JSON"');
  assert.equal((await outcomeOf([place.file], place)).stdout, `${place.cache}/deno 1\n`);
});

Deno.test("a packed file starts by PATH, by a link and by sh", async () => {
  await using place = await packScript('echo "ran $1"');
  await Deno.symlink(place.file, `${place.folder}/link`);
  const path = `${place.folder}:${place.env.PATH}`;
  const commands = [
    ["sh", "-c", "chat it"],
    ["sh", "-c", 'cd "$1"; PATH=${PATH#*:} sh chat it', "sh", place.folder],
    [`${place.folder}/link`, "it"],
  ];
  for (const [index, command] of commands.entries()) {
    const env = { ...place.env, PATH: path, HOME: `${place.folder}/home${index}` };
    assert.deepEqual(await outcomeOf(command, { env }), {
      code: 0,
      stdout: "ran it\n",
      stderr: "",
    });
  }
});

Deno.test("six first starts at once all work and leave nothing behind", async () => {
  await using place = await packScript("echo ran");
  const starts = Array.from({ length: 6 }, () => outcomeOf([place.file], place));
  for (const outcome of await Promise.all(starts)) {
    assert.deepEqual(outcome, { code: 0, stdout: "ran\n", stderr: "" });
  }
  await assertUnpackedOnce(place.cache);
});

Deno.test("a later start leaves the unpacked files alone", async () => {
  await using place = await packScript("echo ran");
  await outcomeOf([place.file], place);
  const before = await Deno.stat(place.cache);
  await outcomeOf([place.file], place);
  assert.deepEqual((await Deno.stat(place.cache)).mtime, before.mtime);
});

Deno.test("a new program does not unpack the same runtime again", async () => {
  await using place = await packScript("echo old");
  await outcomeOf([place.file], place);
  await packInto(place.file, "echo new");
  // The runtime is packed last, so it cannot be unpacked from what is left.
  await damageEnd(place.file);
  assert.deepEqual(await outcomeOf([place.file], place), { code: 0, stdout: "new\n", stderr: "" });
});

Deno.test("a packed file repairs a cache that lost a file, or what was in it", async () => {
  await using place = await packScript("echo ran");
  await outcomeOf([place.file], place);
  for (const file of await filesIn(place.cache)) {
    for (const harm of [Deno.truncate, Deno.remove]) {
      await harm(file);
      const outcome = await outcomeOf([place.file], place);
      assert.deepEqual(outcome, { code: 0, stdout: "ran\n", stderr: "" });
    }
  }
  await assertUnpackedOnce(place.cache);
});

Deno.test("a packed file that is cut short says so in one line and leaves nothing", async () => {
  await using place = await packScript("echo ran", { runtime: `#!/bin/sh\n${randomText()}` });
  const { size } = await Deno.stat(place.file);
  for (const missing of [1, 100, 3_000]) {
    await Deno.truncate(place.file, size - missing);
    const outcome = await outcomeOf([place.file], place);
    const stderr = `The file "${place.file}" is damaged or incomplete: get it again\n`;
    assert.deepEqual(outcome, { code: 70, stdout: "", stderr });
    assert.deepEqual(await namesIn(place.cache), []);
  }
});

Deno.test("a packed file whose bytes went wrong says so in one line and leaves nothing", async () => {
  await using place = await packScript("echo ran", { runtime: `#!/bin/sh\n${randomText()}` });
  await damageEnd(place.file);
  const outcome = await outcomeOf([place.file], place);
  const stderr = `The file "${place.file}" is damaged or incomplete: get it again\n`;
  assert.deepEqual(outcome, { code: 70, stdout: "", stderr });
  await assertNoRuntime(place.cache);
});

Deno.test("a packed file that is cut short in its script does nothing", async () => {
  await using place = await packScript("echo ran");
  for (const length of [4_000, 3_000, 2_000, 1_000]) {
    await Deno.truncate(place.file, length);
    const { code, stdout } = await outcomeOf([place.file], place);
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
  }
  assert.ok(!(await namesIn(place.folder)).includes("home"));
});

Deno.test("a packed file without a home uses a private folder among the temporary files", async () => {
  await using place = await packScript("echo ran");
  await Deno.writeTextFile(`${place.folder}/home`, "not a folder");
  const { HOME: _, ...homeless } = place.env;
  for (const env of [homeless, place.env, { ...place.env, HOME: "" }]) {
    const outcome = await outcomeOf([place.file], { env });
    assert.deepEqual(outcome, { code: 0, stdout: "ran\n", stderr: "" });
    await assertUnpackedOnce(place.fallback);
    assert.equal(await modeOf(place.fallback), 0o700);
    await Deno.remove(place.fallback, { recursive: true });
  }
});

Deno.test("a packed file does not use a temporary folder that somebody planted", async () => {
  await using place = await packScript("echo ran");
  await Deno.mkdir(`${place.folder}/planted`);
  await Deno.symlink(`${place.folder}/planted`, place.fallback);
  const outcome = await outcomeOf([place.file], { env: { ...place.env, HOME: "/dev/null" } });
  const stderr = `Cannot write to "/dev/null/.cache/chat" nor to "${place.fallback}": ` +
    "set XDG_CACHE_HOME to a folder of your own\n";
  assert.deepEqual(outcome, { code: 73, stdout: "", stderr });
  assert.deepEqual(await namesIn(`${place.folder}/planted`), []);
});

Deno.test("a packed file does not use a cache of somebody else", async () => {
  await using place = await packScript("echo ran");
  await outcomeOf([place.file], place);
  await giveAway(place.cache);
  const { stdout } = await outcomeOf([place.file], place);
  assert.equal(stdout, "ran\n");
  await assertUnpackedOnce(place.fallback);
});

Deno.test("a packed file says in one line that the disk is full, and leaves nothing", async () => {
  await using place = await packScript("echo ran", { runtime: `#!/bin/sh\n${randomText()}` });
  const limited = ["sh", "-c", 'ulimit -f 2; exec "$0"', place.file];
  const stderr = `Cannot unpack 1 MB into "${place.cache}": ` +
    "free some space, or set XDG_CACHE_HOME to another folder\n";
  assert.deepEqual(await outcomeOf(limited, place), { code: 73, stdout: "", stderr });
  await assertNoRuntime(place.cache);
});

Deno.test("a packed file names XDG_CACHE_HOME where the cache cannot run programs", async () => {
  await using place = await packScript("echo ran", { runtime: "#!/bin/sh\nexit 126\n" });
  const stderr = `Cannot run programs from "${place.cache}": ` +
    "set XDG_CACHE_HOME to a folder that allows it (this file is for any machine)\n";
  assert.deepEqual(await outcomeOf([place.file], place), { code: 126, stdout: "", stderr });
  await assertNoRuntime(place.cache);
});

Deno.test("XDG_CACHE_HOME moves the cache, unless it is relative", async () => {
  await using place = await packScript("echo ran");
  const cache = `${place.folder}/other cache`;
  await outcomeOf([place.file], { env: { ...place.env, XDG_CACHE_HOME: cache } });
  await assertUnpackedOnce(`${cache}/chat`);
  await outcomeOf([place.file], { env: { ...place.env, XDG_CACHE_HOME: "relative" } });
  await assertUnpackedOnce(place.cache);
});

async function assertUnpackedOnce(cache: string): Promise<void> {
  const names = await namesIn(cache);
  assert.equal(names.length, 2, `found ${names.join(", ")}`);
  assert.match(names[0] ?? "", programFolder);
  assert.match(names[1] ?? "", /^rt-[0-9a-f]{16}$/);
  assert.deepEqual(await namesIn(`${cache}/${names[0]}`), ["main", "part"]);
  assert.deepEqual(await namesIn(`${cache}/${names[1]}`), ["chat"]);
}

/** Nothing is there that is unfinished; a finished program may stay. */
async function assertNoRuntime(cache: string): Promise<void> {
  for (const name of await namesIn(cache)) assert.match(name, programFolder);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of await namesIn(folder)) {
    const path = `${folder}/${name}`;
    if ((await Deno.stat(path)).isDirectory) files.push(...await filesIn(path));
    else files.push(path);
  }
  return files;
}

async function modeOf(path: string): Promise<number> {
  return ((await Deno.stat(path)).mode ?? 0) & 0o777;
}

/** Changes a byte of the checksum that ends `file`. */
async function damageEnd(file: string): Promise<void> {
  const bytes = await Deno.readFile(file);
  const place = bytes.length - 8;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await Deno.writeFile(file, bytes);
}

/** Makes `folder` somebody else's; who is not root cannot, and puts a link to root's in its place. */
async function giveAway(folder: string): Promise<void> {
  if (Deno.uid() === 0) return await Deno.chown(folder, 65_534, 65_534);
  await Deno.remove(folder, { recursive: true });
  await Deno.symlink("/", folder);
}

/** A comment that gzip cannot make much smaller. */
function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6_000));
  return `# ${bytes.toHex()}\nexit 0\n`;
}
