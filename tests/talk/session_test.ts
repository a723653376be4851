import assert from "node:assert/strict";
import { connect } from "../../client/link.ts";
import { Session } from "../../talk/session.ts";
import { conversationOf } from "../helpers/client_conversation.ts";
import { beforeDeadline, FakeServer } from "../helpers/client_fake_server.ts";

interface Scene {
  readonly server: FakeServer;
  readonly session: Session;
  /** Names of the turns so far, and how often a connection was tried. */
  readonly told: string[];
  readonly tries: () => number;
  /** Resolves when the connection is lost. */
  readonly lost: Promise<void>;
  readonly ended: Promise<void>;
}

/** A session that was let in, and waits for ever before it tries to come back by itself. */
function sessionTest(name: string, act: (scene: Scene) => Promise<void>): void {
  Deno.test(name, async () => {
    using server = new FakeServer();
    const dial = () => connect({ host: "127.0.0.1", port: server.port });
    const told: string[] = [];
    let tries = 0;
    const lost = Promise.withResolvers<void>();
    const conversation = conversationOf({ nick: "ann", channels: [] });
    const session = new Session({
      conversation,
      show: () => Promise.resolve(),
      tell: ({ kind }) => {
        told.push(kind);
        if (kind === "lost") lost.resolve();
        return Promise.resolve();
      },
      reconnect: () => {
        tries++;
        return dial();
      },
      random: () => 60_000,
    });
    const ended = session.run(await dial());
    const peer = await server.welcome();
    await peer.send("PING :let in");
    await peer.expect(/^PONG/);
    peer.close();
    await beforeDeadline(lost.promise, "the loss");
    await act({ server, session, told, tries: () => tries, lost: lost.promise, ended });
    await beforeDeadline(ended, "the end");
    assert.ok(session.hasEnded);
  });
}

sessionTest(
  "Session waits before it comes back, and ends at once when it is left",
  async (scene) => {
    assert.ok(scene.session.isLost);
    scene.session.part("");
    await beforeDeadline(scene.ended, "the end");
    assert.equal(scene.tries(), 0);
  },
);

sessionTest("Session comes back at once when it is told to hurry", async (scene) => {
  scene.session.hurry();
  const peer = await scene.server.welcome();
  await peer.send(":irc.test 422 ann :No MOTD", "PING :all is told");
  await peer.expect(/^PONG/);
  assert.deepEqual(scene.told, ["lost", "back"]);
  assert.ok(!scene.session.isLost);
  scene.session.part("bye");
  await peer.expect("QUIT :bye");
  peer.close();
});

sessionTest("Session that is left while it connects closes what comes of it", async (scene) => {
  scene.session.hurry();
  for (let turn = 0; turn < 100 && scene.tries() === 0; turn++) await Promise.resolve();
  assert.equal(scene.tries(), 1);
  scene.session.part("");
  await beforeDeadline(scene.ended, "the end");
  const peer = await scene.server.accept();
  assert.equal(await peer.next(), undefined, "closed without a word");
});
