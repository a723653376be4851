import assert from "node:assert/strict";
import { SelfPipe } from "../../server/net/self_pipe.ts";

async function openPipe(): Promise<SelfPipe> {
  const pipe = await SelfPipe.open();
  assert.ok(pipe, "this machine can't connect to itself");
  return pipe;
}

function polled(pipe: SelfPipe): Promise<void> {
  return new Promise((resolve) => pipe.poll(resolve));
}

/** Until the pipe's reader has found its end, which no promise tells. */
async function closed(pipe: SelfPipe): Promise<void> {
  const ended = polled(pipe);
  pipe[Symbol.dispose]();
  await ended;
}

Deno.test("what has come to a socket is read and handled before who polls goes on", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using near = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using far = await listener.accept();
  const pipe = await openPipe();
  const handled: number[] = [];
  const read = async (): Promise<void> => {
    const buffer = new Uint8Array(8);
    for (let count = 0; count < 3; count++) {
      await far.read(buffer);
      await Promise.resolve();
      handled.push(buffer[0] ?? 0);
    }
  };
  const reading = read();
  for (let count = 1; count <= 3; count++) {
    await near.write(Uint8Array.of(count));
    await polled(pipe);
    assert.equal(handled.at(-1), count);
  }
  await reading;
  await closed(pipe);
});

Deno.test("whoever waits when a pipe is closed goes on", async () => {
  const pipe = await openPipe();
  await polled(pipe);
  await closed(pipe);
});

Deno.test("a pipe that is closed lets whoever asks go on", async () => {
  const pipe = await openPipe();
  await closed(pipe);
  await polled(pipe);
});
