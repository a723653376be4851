import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const tags = [
  "+draft/react=👋;+draft/reply=abc", // https://ircv3.net/specs/client-tags/react
  "+draft/unreact=👋;+draft/reply=abc",
  "+draft/reply=abc", // https://ircv3.net/specs/client-tags/reply
  "+reply=abc",
  "+draft/channel-context=#x", // https://ircv3.net/specs/client-tags/channel-context
  "+channel-context=#x",
  "+typing=active", // https://ircv3.net/specs/client-tags/typing
];

Deno.test("client-only tags reach those who take tags, as they were sent, in a channel and in private", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob", "message-tags")];
  const old = table.user("old");
  gather("#x", ann, bob, old);
  for (const tag of tags) {
    for (const line of ["PRIVMSG #x :hi", "TAGMSG #x", "NOTICE bob :hi", "TAGMSG bob"]) {
      ann.sends(`@${tag};not-client-only=x ${line}`);
      const [got = "", ...more] = bob.lines();
      assert.match(got, /^@msgid=\w+;\+/);
      assert.equal(got.replace(/^@msgid=\w+;/, "@"), `@${tag} :ann!~ann@localhost ${line}`);
      assert.deepEqual(more, []);
    }
  }
  assert.doesNotMatch(old.looks(), /TAGMSG|@\+/);
});

Deno.test("who may not speak is not told so for typing, which a client tells by itself", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob", "message-tags")];
  gather("#x", ann, bob);
  ann.sends("MODE #x +m");
  forget(ann, bob);
  bob.sends("@+typing=active TAGMSG #x");
  bob.sends("@+typing=active TAGMSG #nowhere");
  assert.deepEqual([bob.lines(), ann.lines()], [[], []]);
  bob.sends("@+draft/react=x;+draft/reply=y TAGMSG #x");
  assert.match(bob.looks(), / 404 bob #x /);
});

Deno.test("a private message keeps the channel that it belongs to", () => {
  const table = createTable();
  const [ann, bob] = [
    table.user("ann", "message-tags"),
    table.user("bob", "message-tags", "draft/chathistory"),
  ];
  ann.sends("@+draft/channel-context=#x PRIVMSG bob :psst");
  forget(ann, bob);
  bob.sends("CHATHISTORY LATEST ann * 5");
  assert.match(
    bob.looks(),
    /^@msgid=\w+;\+draft\/channel-context=#x :ann!\S+ PRIVMSG bob :psst\r\n$/,
  );
});

Deno.test("a reply and a reaction are kept with their tags", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags", "draft/chathistory", "draft/event-playback");
  gather("#x", ann);
  ann.sends("@+reply=abc PRIVMSG #x :yes", "@+draft/react=👍;+reply=abc TAGMSG #x");
  ann.looks();
  ann.sends("CHATHISTORY LATEST #x * 2");
  const [reply = "", reaction = ""] = ann.lines();
  assert.match(reply, /;\+reply=abc :ann!\S+ PRIVMSG #x :yes$/);
  assert.match(reaction, /;\+draft\/react=👍;\+reply=abc :ann!\S+ TAGMSG #x$/);
});

Deno.test("no tag is refused, so CLIENTTAGDENY is not told", () => {
  const ann = createTable().user("ann");
  ann.sends("VERSION");
  assert.doesNotMatch(ann.looks(), /CLIENTTAGDENY/);
});
