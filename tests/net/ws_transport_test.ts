import assert from "node:assert/strict";
import type { MessageTransport } from "../../server/net/transport.ts";
import { maxMessageBytes } from "../../server/net/ws_transport.ts";
import { connectPage } from "../helpers/memory_page.ts";
import { clientFrame } from "../helpers/ws_frames.ts";

const decoder = new TextDecoder();

/** What a transport has told, in order: messages by the run, then how it ended. */
function listened(transport: MessageTransport): (readonly string[] | string)[] {
  const told: (readonly string[] | string)[] = [];
  transport.listen({
    onMessages: (messages) => void told.push(messages.map((message) => decoder.decode(message))),
    onEnd: () => void told.push("end"),
    onLost: (error) => void told.push(String(error)),
  });
  return told;
}

/** Lets all happen that is due. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

function frames(...texts: readonly string[]): Uint8Array {
  return Uint8Array.from(texts.flatMap((text) => [...clientFrame("text", text)]));
}

Deno.test("messages that come together are told together", async () => {
  const { browser, transport } = await connectPage();
  browser.sends(frames("before"));
  await turn();
  const told = listened(transport);
  assert.deepEqual(told, [], "nothing is told within the call");
  await turn();
  browser.sends(frames("one", "two"));
  await turn();
  browser.sends(frames("three"));
  await turn();
  assert.deepEqual(told[0], ["before"]);
  assert.deepEqual(told.slice(1), [["one", "two"], ["three"]]);
  transport.close();
});

Deno.test("messages wait in a pause; their sender too, when they are much", async () => {
  const { browser, transport } = await connectPage();
  const told = listened(transport);
  transport.pause();
  browser.sends(frames("one"));
  browser.sends(clientFrame("ping", "are you there?"));
  browser.sends(frames("two"));
  await browser.output.expects("are you there?");
  await turn();
  assert.deepEqual([told, browser.isPaused], [[], false]);
  const texts = Array.from({ length: 1_000 }, (_, index) => `${index} ${"x".repeat(100)}`);
  for (const text of texts) browser.sends(frames(text));
  await turn();
  assert.deepEqual([told, browser.isPaused], [[], true]);
  transport.resume();
  assert.deepEqual(told, []);
  await turn();
  assert.deepEqual(told.flat(), ["one", "two", ...texts]);
  assert.equal(browser.isPaused, false);
  transport.close();
});

Deno.test("an end in order is told after all messages, and after a pause", async () => {
  const { browser, transport } = await connectPage();
  const told = listened(transport);
  transport.pause();
  browser.sends(frames("one"));
  browser.sends(clientFrame("close", ""));
  browser.endsSending();
  await turn();
  assert.deepEqual(told, []);
  transport.resume();
  await turn();
  assert.deepEqual(told, [["one"], "end"]);
  await assert.rejects(transport.closeWrite(), { name: "WebSocketFault" });
});

Deno.test("what is no message ends the connection with a fault, behind what was one", async () => {
  const long = frames("x".repeat(maxMessageBytes + 1));
  const pings = Uint8Array.from(
    Array.from({ length: 51 }, () => clientFrame("ping", "")).flatMap(
      (ping) => [...ping],
    ),
  );
  const wrong = [
    [long, "WebSocketFault: Max payload size exceeded"],
    [pings, "WebSocketFault: Too many frames of control"],
  ] as const;
  for (const [bytes, fault] of wrong) {
    const { browser, transport } = await connectPage();
    const told = listened(transport);
    browser.sends(frames("one"));
    browser.sends(bytes);
    browser.endsSending();
    await turn();
    assert.deepEqual(told, [["one"], fault]);
  }
});

Deno.test("a connection that was closed tells nothing any more", async () => {
  const { browser, transport } = await connectPage();
  const told = listened(transport);
  browser.sends(frames("one"));
  transport.close();
  transport.close();
  await turn();
  assert.deepEqual([told, browser.isClosed], [[], true]);
  await assert.rejects(Promise.resolve(transport.write(frames("late"))), {
    name: "WebSocketFault",
  });
  await assert.rejects(transport.closeWrite(), { name: "WebSocketFault" });
});
