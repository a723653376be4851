import assert from "node:assert/strict";
import { openStream, UnusableStream } from "../../server/cluster/open_stream.ts";
import type {
  StreamPlace,
  StreamReply,
  StreamRequest,
  StreamState,
} from "../../server/cluster/stream_messages.ts";
import type { StreamThread } from "../../server/cluster/stream_thread.ts";

const place: StreamPlace = {
  servers: ["one:1", "two:2"],
  name: "chat a",
  stream: "chat",
  login: { kind: "nobody" },
  tls: undefined,
  replicas: 1,
  maxAgeMs: 0,
  maxBytes: 0,
};

const createdAtMs = 1_700_000_000_000;
const epoch = createdAtMs.toString(36);
const ownSecret = new Uint8Array([1]);

/** A thread that answers at once, whatever else it says before. */
function threadWith(answer: (request: StreamRequest) => StreamReply): StreamThread & {
  readonly asked: StreamRequest[];
} {
  let take: (reply: StreamReply) => void = () => {};
  const asked: StreamRequest[] = [];
  return {
    asked,
    onReply: (taker) => void (take = taker),
    post: (request) => {
      asked.push(request);
      take({ kind: "link", isUp: true });
      take({ kind: "warning", text: "hm" });
      take(answer(request));
    },
    close: () => Promise.resolve(),
  };
}

function worldOf(key: number, inEpoch = epoch, version = 1): string {
  return JSON.stringify({ epoch: inEpoch, last: { key, timeMs: key * 10 }, world: { version } });
}

function stateOf(state: Partial<StreamState>): StreamState {
  const secret = new Uint8Array([9]);
  return { createdAtMs, firstKey: 1, lastKey: 0, secret, snapshots: [], ...state };
}

/** Opens a stream in which worlds are saved under these keys; `gone` are gone when they are asked for, `newer` of a later version. */
async function open(
  state: Partial<StreamState>,
  { saved, keptKey = 0, keptEpoch = epoch, gone = [], newer = [] }: {
    readonly saved?: string;
    readonly keptKey?: number;
    readonly keptEpoch?: string;
    readonly gone?: readonly number[];
    readonly newer?: readonly number[];
  } = {},
) {
  const thread = threadWith((request) => {
    if (request.kind === "open") return { kind: "opened", state: stateOf(state) };
    assert(request.kind === "read");
    const { key } = request;
    if (gone.includes(key)) return { kind: "snapshot", text: undefined };
    return { kind: "snapshot", text: worldOf(key, epoch, newer.includes(key) ? 2 : 1) };
  });
  const own = { secret: ownSecret, saved, epoch: keptEpoch, keptKey };
  return await openStream(thread, place, own);
}

Deno.test("a new stream is followed from its first fact, with the secret that all share", async () => {
  assert.deepEqual(await open({}), {
    epoch,
    secret: new Uint8Array([9]),
    saved: undefined,
    targetKey: 0,
  });
});

Deno.test("a server that knows nothing reads all, while the stream has all", async () => {
  const { saved, targetKey } = await open({ lastKey: 500, snapshots: [200, 400] });
  assert.equal(saved, undefined);
  assert.equal(targetKey, 500);
});

Deno.test("a server goes on from what it wrote down, as long as the stream goes on from there", async () => {
  const own = { saved: worldOf(300) };
  for (const firstKey of [1, 200, 300, 301]) {
    const { saved } = await open({ firstKey, lastKey: 500 }, own);
    assert.deepEqual(saved?.last, { key: 300, timeMs: 3_000 });
  }
  const { saved } = await open({ firstKey: 302, lastKey: 500, snapshots: [400] }, own);
  assert.equal(saved?.last.key, 400);
});

Deno.test("a stream that ends before what a server knows of it is not followed, since its keys are given anew", async () => {
  const lost =
    /lost its last facts: this server knows 301, and it ends at 300\. .*Give --data an empty/;
  await assert.rejects(open({ lastKey: 300 }, { saved: worldOf(301) }), lost);
  await assert.rejects(open({ lastKey: 300 }, { saved: worldOf(200), keptKey: 301 }), lost);
  await assert.rejects(open({ lastKey: 300 }, { keptKey: 301 }), lost);
  await open({ lastKey: 300 }, { keptKey: 301, keptEpoch: "other" });
  const { saved } = await open({ lastKey: 301 }, { saved: worldOf(200), keptKey: 301 });
  assert.equal(saved?.last.key, 200);
});

Deno.test("what a server wrote down of another stream is nothing", async () => {
  const { saved } = await open({ lastKey: 500 }, { saved: worldOf(300, "other") });
  assert.equal(saved, undefined);
});

Deno.test("what another version of the program wrote down is left out", async () => {
  const own = { saved: worldOf(300, epoch, 2) };
  assert.equal((await open({ lastKey: 500 }, own)).saved, undefined);
  const state = { firstKey: 250, lastKey: 500, snapshots: [249, 300] };
  assert.equal((await open(state, { ...own, newer: [249] })).saved?.last.key, 300);
});

Deno.test("where the first facts are gone, the oldest snapshot that the stream goes on from is taken", async () => {
  const state = { firstKey: 250, lastKey: 500, snapshots: [100, 249, 300, 400] };
  assert.equal((await open(state)).saved?.last.key, 249);
  assert.equal((await open(state, { gone: [249] })).saved?.last.key, 300);
});

Deno.test("where nothing is left to go on from, the operator is told what to do", async () => {
  const state = { firstKey: 250, lastKey: 500, snapshots: [100] };
  await assert.rejects(open(state), (error) => {
    assert.ok(error instanceof UnusableStream);
    assert.match(error.message, /lost its first facts.*Delete the stream and its bucket/);
    return true;
  });
});

Deno.test("where NATS can't be used, the operator is told where and why", async () => {
  const thread = threadWith(() => ({ kind: "refused", text: "authorization violation" }));
  await assert.rejects(
    openStream(thread, place, { secret: ownSecret, saved: undefined, epoch, keptKey: 0 }),
    new UnusableStream(
      "NATS can't be used at one:1, two:2: authorization violation. Look at --cluster.",
    ),
  );
  assert.deepEqual(thread.asked, [{ kind: "open", place, secret: ownSecret }]);
});
