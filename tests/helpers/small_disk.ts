/** Disks that are full, and have room again, when a test says so. */

/** Where a server keeps its data, and how it is started so that the disk can be filled. */
export interface SmallDisk extends AsyncDisposable {
  /** What the disk is. */
  readonly name: string;
  /** The server's folder. */
  readonly folder: string;
  /** See `ServerLaunch.wrapper`. */
  readonly wrapper: readonly string[];
  /** From now on nothing more has room. */
  fill(pid: number): Promise<void>;
  /** From now on there is room. */
  free(pid: number): Promise<void>;
}

/** A file system in memory, which goes with its scope. */
export interface MemoryFolder extends AsyncDisposable {
  /** Where it is. */
  readonly folder: string;
  /** Mounts it again, with other options. */
  remount(options: string): Promise<void>;
}

/** Mounts one with `options`, as `size=8m,noexec`; undefined where nothing may be mounted. */
export async function mountMemory(options: string): Promise<MemoryFolder | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "small disk-" });
  if (!await succeeds("mount", ["-t", "tmpfs", "-o", options, "none", folder])) {
    await Deno.remove(folder);
    return undefined;
  }
  return {
    folder,
    remount: (others) => run("mount", ["-o", `remount,${others}`, folder]),
    async [Symbol.asyncDispose]() {
      await run("umount", [folder]);
      await Deno.remove(folder);
    },
  };
}

/** A file system in memory of 8 MB; undefined where none can be mounted. */
export async function memoryDisk(): Promise<SmallDisk | undefined> {
  const mounted = await mountMemory("size=8m");
  if (mounted === undefined) return undefined;
  const { folder } = mounted;
  const ballast = `${folder}/ballast`;
  return {
    name: "a small file system",
    folder: `${folder}/data`,
    wrapper: [],
    async fill() {
      using file = await Deno.open(ballast, { create: true, write: true });
      for (const size of [65_536, 512, 1]) await writeAll(file, size);
    },
    async free() {
      await Deno.remove(ballast);
    },
    [Symbol.asyncDispose]: () => mounted[Symbol.asyncDispose](),
  };
}

/** A disk whose files may not grow: the limit of a process, which anybody may set. */
export async function limitedDisk(): Promise<SmallDisk> {
  const folder = await Deno.makeTempDir({ prefix: "small disk-" });
  const limit = (pid: number, size: string) => run("prlimit", [`--pid=${pid}`, `--fsize=${size}:`]);
  return {
    name: "a limit of file sizes",
    folder: `${folder}/data`,
    // Whoever meets the limit is else ended by a signal.
    wrapper: ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh"],
    fill: (pid) => limit(pid, "4096"),
    free: (pid) => limit(pid, "unlimited"),
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function writeAll(file: Deno.FsFile, size: number): Promise<void> {
  try {
    for (;;) await file.write(new Uint8Array(size));
  } catch {
    // There is no room for more.
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  if (!await succeeds(command, args)) throw new Error(`${command} ${args.join(" ")} failed`);
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  const streams = { stdout: "null", stderr: "null" } as const;
  try {
    return (await new Deno.Command(command, { args: [...args], ...streams }).output()).success;
  } catch {
    return false;
  }
}
