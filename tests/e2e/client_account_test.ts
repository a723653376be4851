import assert from "node:assert/strict";
import type { AccountOptions } from "../../talk/account.ts";
import type { Crypt } from "../../talk/scram.ts";
import { newCrypt } from "../../client/crypt.ts";
import { connect, type Link } from "../../client/link.ts";
import { Session } from "../../talk/session.ts";
import { conversationOf, nowMs, shown } from "../helpers/client_conversation.ts";
import { beforeDeadline } from "../helpers/client_fake_server.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("the client makes an account, and logs in by SCRAM when it comes back", async () => {
  await using server = await startServer();
  const crypt = newCrypt();
  let proofs = 0;
  const counting: Crypt = {
    ...crypt,
    stretch: (...given) => {
      proofs++;
      return crypt.stretch(...given);
    },
  };
  const account: AccountOptions = { isPrivate: true, crypt: counting };
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"], account });
  let link: Link | undefined;
  const dial = async () => link = await connect({ host: "127.0.0.1", port: server.port });
  const told: string[] = [];
  let changed = Promise.withResolvers<void>();
  const tell = (lines: readonly string[]): Promise<void> => {
    told.push(...lines);
    changed.resolve();
    changed = Promise.withResolvers<void>();
    return Promise.resolve();
  };
  const until = async (line: string): Promise<void> => {
    while (!told.includes(line)) await beforeDeadline(changed.promise, `${line} after ${told}`);
  };
  const session = new Session({
    conversation,
    show: (events) => tell(shown(events)),
    tell: ({ kind }) => tell([kind]),
    reconnect: dial,
    random: () => 0,
  });
  const ended = session.run(await dial());
  await until("* nobody else is in #lobby yet");
  const wish = { kind: "register", password: "sesame", email: undefined } as const;
  await session.take(conversation.enterAccount(wish, nowMs));
  await until('Account "ann" is made, and you are logged in');
  assert.equal(proofs, 0);
  link?.close();
  await until('Logged in as "ann"');
  await until("back");
  assert.equal(proofs, 1, "the password itself was not sent");
  assert.equal(conversation.nick, "ann");
  await session.take(conversation.enterAccount({ kind: "ignore", nick: "bob" }, nowMs));
  await until("bob is ignored");
  await using other = await WireClient.connect(server.port, "another client of ann");
  const login = "CAP REQ :draft/metadata-2\r\nPASS ann:sesame\r\nNICK ann\r\nUSER a 0 * :a\r\n";
  await other.sends(`${login}CAP END\r\nMETADATA * GET private/ignore\r\n`);
  await other.expects(/ 761 ann ann private\/ignore \* :?bob\r\n/);
  await other.sends("METADATA * SET private/mute :#lobby\r\nPRIVMSG #lobby :loud\r\n");
  await until("ann: loud");
  // What another client of ours changed holds here too.
  await session.take(conversation.enterAccount({ kind: "unmute", channel: "#lobby" }, nowMs));
  await until("#lobby is no longer muted");
  session.part("");
  await beforeDeadline(ended, "the end");
});
