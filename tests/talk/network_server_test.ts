import assert from "node:assert/strict";
import { actOn } from "../../talk/act_on.ts";
import { Network } from "../../talk/network.ts";
import { isSecretInput } from "../../talk/secret_input.ts";
import { parseTyped } from "../../talk/slash.ts";
import { FaceRun } from "../helpers/face_run.ts";
import { startServer } from "../helpers/server.ts";

/** What somebody sees of what a run was told. */
class Seen {
  readonly network: Network;
  readonly #run: FaceRun;
  #count = 0;

  constructor(run: FaceRun) {
    const commands = { parse: parseTyped, isSecret: isSecretInput, act: actOn };
    this.network = new Network({ name: "net", conversation: run.conversation, commands });
    this.#run = run;
  }

  /** Takes what was told since. */
  catchUp(): void {
    this.network.receive(this.#run.events.slice(this.#count), Date.now());
    this.#count = this.#run.events.length;
  }

  async types(talk: string, ...lines: readonly string[]): Promise<void> {
    this.catchUp();
    await this.#run.does(this.network.enter(talk, lines, Date.now()).step);
  }

  said(talk: string): readonly string[] {
    this.catchUp();
    const entries = this.network.buffers.find(talk)?.entries ?? [];
    return entries.flatMap((entry) => {
      if (entry.kind !== "said") return [];
      const reactions = entry.reactions.map(({ text, nicks }) => ` ${text} ${nicks.join()}`);
      return [`${entry.said.from}: ${entry.said.text}${reactions.join("")}`];
    });
  }
}

Deno.test("two people see the same, by what they type, at our server", async () => {
  await using server = await startServer();
  await using ann = await FaceRun.start("ann", server.port);
  await using bob = await FaceRun.start("bob", server.port);
  const [a, b] = [new Seen(ann), new Seen(bob)];
  await a.types("#room", "hello");
  await bob.until("said", ({ text }) => text === "hello");
  await b.types("#room", "/react 👍");
  await ann.until("reacted");
  await bob.until("reacted");
  await b.types("#room", "/reply ann hi", "there");
  await b.types("#room", "/reply ann hi there");
  await ann.until("said", ({ text }) => text === "hi there");
  await bob.until("said", ({ text }) => text === "hi there");
  assert.deepEqual(a.said("#room"), [
    "ann: hello 👍 bob",
    "bob: /reply ann hi\nthere",
    "bob: hi there",
  ]);
  assert.deepEqual(b.said("#room"), a.said("#room"));
  const { buffers } = a.network;
  const reply = buffers.find("#room")?.entries.at(-1);
  assert.ok(reply?.kind === "said");
  assert.equal(buffers.message("#room", reply.said.replyTo)?.said.text, "hello");
  assert.deepEqual(buffers.find("#room")?.members.map(({ nick, prefixes }) => prefixes + nick), [
    "@ann",
    "bob",
  ]);
  assert.deepEqual(buffers.find("#room")?.pending, []);
  await b.types("#room", "/redact");
  await ann.until("redacted");
  assert.equal(a.said("#room").at(-1), "bob: ");
  await a.types("#room", "/topic All about tea");
  await bob.until("topic", ({ text }) => text === "All about tea");
  b.catchUp();
  assert.equal(b.network.buffers.find("#room")?.topic, "All about tea");
  await b.types("#room", "/msg ann psst");
  await ann.until("said", ({ isPrivate }) => isPrivate);
  assert.deepEqual(a.said("bob"), ["bob: psst"]);
  assert.equal(buffers.find("bob")?.mentionCount, 1);
  await a.types("#room", "/close");
  await ann.until("left");
  a.catchUp();
  assert.equal(buffers.find("#room"), undefined);
});
