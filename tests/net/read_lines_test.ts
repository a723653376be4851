import assert from "node:assert/strict";
import type { Line } from "../../wire/lines.ts";
import { Framing } from "../../server/net/framing.ts";
import { type Reader, readLines } from "../../server/net/read_lines.ts";
import { turn } from "../helpers/scripted_writer.ts";

const encoder = new TextEncoder();

/** A reading half that gives what the test says, and tells what it was asked for. */
class ScriptedReader implements Reader {
  /** Sizes of the buffers that it was asked to fill. */
  readonly sizes: number[] = [];
  readonly #buffers: Uint8Array[] = [];
  #settle: ((count: number | null) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  get isAsked(): boolean {
    return this.#settle !== undefined;
  }

  /** How many buffers there have been. */
  get bufferCount(): number {
    return new Set(this.#buffers).size;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    assert.equal(this.isAsked, false, "two reads at a time");
    this.sizes.push(buffer.length);
    this.#buffers.push(buffer);
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
  }

  give(text: string): void {
    const bytes = encoder.encode(text);
    this.#buffers.at(-1)?.set(bytes);
    this.#take()?.(bytes.length);
  }

  end(): void {
    this.#take()?.(null);
  }

  fail(error: Error): void {
    const fail = this.#fail;
    this.#take();
    fail?.(error);
  }

  #take(): ((count: number | null) => void) | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    return settle;
  }
}

interface Scene {
  readonly reader: ScriptedReader;
  readonly lines: AsyncGenerator<readonly Line[]>;
  readonly reads: () => number;
}

function makeScene(): Scene {
  const reader = new ScriptedReader();
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  let reads = 0;
  const lines = readLines(reader, framing, () => reads++);
  return { reader, lines, reads: () => reads };
}

async function nextOf({ lines }: Scene): Promise<readonly Line[] | undefined> {
  const next = await lines.next();
  return next.done ? undefined : next.value;
}

Deno.test("readLines yields what one read completed", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  scene.reader.give("one\ntwo\nthr");
  assert.deepEqual(await first, ["one", "two"]);
  const second = nextOf(scene);
  scene.reader.give("ee");
  await turn();
  scene.reader.give("\n");
  assert.deepEqual(await second, ["three"]);
  assert.equal(scene.reads(), 3, "each read counts, with lines or without");
  const last = nextOf(scene);
  scene.reader.end();
  assert.deepEqual(await last, []);
  assert.equal(await nextOf(scene), undefined);
});

Deno.test("readLines reads nothing while its lines are handled", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  scene.reader.give("one\n");
  await first;
  await turn();
  assert.equal(scene.reader.isAsked, false);
  const second = nextOf(scene);
  assert.equal(scene.reader.isAsked, true);
  scene.reader.end();
  await second;
  await scene.lines.return(undefined);
});

Deno.test("readLines gives the rest at the end of the stream as a line", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  scene.reader.give("one\nrest");
  await first;
  const rest = nextOf(scene);
  scene.reader.end();
  assert.deepEqual(await rest, ["rest"]);
  assert.equal(await nextOf(scene), undefined);
});

Deno.test("readLines takes a large buffer after a read that filled it, and a small one after a short read", async () => {
  const { reader, lines } = makeScene();
  const next = async (text: string): Promise<void> => {
    const lined = lines.next();
    reader.give(text);
    await lined;
  };
  await next("x\n");
  await next("x\n".repeat(256));
  await next("x\n".repeat(8 * 1024));
  await next("x\n".repeat(256));
  await next("x\n");
  await next("x\n");
  assert.deepEqual(reader.sizes, [512, 512, 16 * 1024, 16 * 1024, 16 * 1024, 512]);
  assert.equal(reader.bufferCount, 3, "a buffer is kept while its size fits");
  await lines.return(undefined);
});

Deno.test("readLines ends unframed bytes by a pause, and keeps its read waiting meanwhile", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  scene.reader.give("hello");
  assert.deepEqual(await first, ["hello"]);
  const second = nextOf(scene);
  await turn();
  scene.reader.give("again");
  assert.deepEqual(await second, ["again"]);
  assert.equal(scene.reader.sizes.length, 3, "a pause asks for no second read");
  const last = nextOf(scene);
  scene.reader.end();
  assert.deepEqual(await last, []);
  await scene.lines.return(undefined);
});

Deno.test("readLines starts the pause anew with each read", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  for (const part of ["he", "ll", "o!"]) {
    scene.reader.give(part);
    await turn();
  }
  assert.deepEqual(await first, ["hello!"]);
  const last = nextOf(scene);
  scene.reader.end();
  await last;
  await scene.lines.return(undefined);
});

Deno.test("readLines throws what read throws, also when it failed while lines were handled", async () => {
  const reset = new Deno.errors.ConnectionReset("reset");
  const early = makeScene();
  const first = nextOf(early);
  early.reader.fail(reset);
  await assert.rejects(first, reset);
  const late = makeScene();
  const unframed = nextOf(late);
  late.reader.give("hello");
  await unframed;
  late.reader.fail(reset);
  await turn();
  await assert.rejects(nextOf(late), reset);
});

Deno.test("a read that fails after its consumer has gone breaks nothing", async () => {
  const scene = makeScene();
  const first = nextOf(scene);
  scene.reader.give("hello");
  await first;
  await scene.lines.return(undefined);
  scene.reader.fail(new Deno.errors.Interrupted("closed"));
  await turn();
});
