import assert from "node:assert/strict";
import {
  allCapabilities,
  conversationOf,
  faceComesIn,
  faceInLobby,
  hear,
  nowMs,
  told,
} from "../helpers/client_conversation.ts";

Deno.test("Conversation tells all members with their ranks when it comes in, and again when it comes back", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  const enter = () =>
    told(
      hear(
        conversation,
        ":s 001 ann :Hi",
        ":s 005 ann PREFIX=(ohv)@%+ :are supported",
        ":ann!a@h JOIN #lobby",
        ":s 353 ann = #lobby :+@bob!b@host.test ann",
        ":s 353 ann = #lobby :%carl  @",
        ":s 366 ann #lobby :End",
      ).events,
      "members",
    );
  const members = [{
    kind: "members",
    channel: "#lobby",
    members: [
      { nick: "bob", prefixes: "@+" },
      { nick: "ann", prefixes: "" },
      { nick: "carl", prefixes: "%" },
    ],
  }];
  assert.deepEqual(enter(), members);
  conversation.lose(nowMs);
  conversation.start();
  assert.deepEqual(enter(), members);
});

Deno.test("Conversation tells all ranks that somebody has after a change of modes", () => {
  const conversation = faceInLobby();
  const ranked = (line: string) => told(hear(conversation, line).events, "ranked");
  const of = (who: string, prefixes: string) => ({
    kind: "ranked",
    channel: "#lobby",
    who,
    prefixes,
  });
  assert.deepEqual(ranked(":bob!b@h MODE #LOBBY +v-k+bv ann key *!*@x bob"), [
    of("ann", "+"),
    of("bob", "@+"),
  ]);
  assert.deepEqual(ranked(":bob!b@h MODE #lobby -o bob"), [of("bob", "+")]);
  assert.deepEqual(ranked(":bob!b@h MODE #lobby +lo 5 carl"), [of("carl", "@")]);
  assert.deepEqual(ranked(":bob!b@h MODE #lobby +ntz"), []);
  hear(conversation, ":carl!c@h NICK dora", ":bob!b@h QUIT :bye");
  assert.deepEqual(ranked(":s MODE #lobby +v dora"), [of("dora", "@+")]);
  assert.deepEqual(ranked(":s MODE #lobby +o bob"), [of("bob", "@")], "his ranks went with him");
});

Deno.test("Conversation asks who is away where it can be asked at once, and tells it", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"], isFace: true });
  conversation.start();
  const send = faceComesIn(conversation, { support: "WHOX" });
  assert.ok(send.includes("WHO #lobby :%tnfa,743"), send.join("\n"));
  const { events } = hear(
    conversation,
    ":s 354 ann 743 ann H 0",
    ":s 354 ann 743 bob G@ bobby",
    ":s 315 ann #lobby :End of WHO list",
  );
  assert.deepEqual(told(events), [
    { kind: "away", who: "bob", text: "" },
    { kind: "identified", who: "bob", account: "bobby" },
  ]);
  const later = hear(conversation, ":s 354 ann 743 bob G@ bobby", ":s 315 ann x :End").events;
  assert.deepEqual(told(later).length, 1, "what is not asked for is an answer to our user");
});

Deno.test("Conversation asks about nobody in a channel with more than 500 members", () => {
  const conversation = faceInLobby({ support: "WHOX" });
  hear(conversation, ":s 315 ann #lobby :End");
  hear(conversation, ":ann!a@h JOIN #big");
  for (let at = 0; at < 501; at++) hear(conversation, `:s 353 ann = #big :n${at}`);
  assert.deepEqual(hear(conversation, ":s 366 ann #big :End").send, []);
});

Deno.test("Conversation tells who goes away, comes back, logs in and out", () => {
  const { events } = hear(
    faceInLobby(),
    ":bob!b@h AWAY :Lunch",
    ":bob!b@h AWAY",
    ":bob!b@h ACCOUNT bobby",
    ":bob!b@h ACCOUNT *",
    ":carl!c@h JOIN #lobby carlo :Carl",
    ":dora!d@h JOIN #lobby * :Dora",
    ":s 301 ann bob :Lunch",
    ":s 306 ann :You are away",
  );
  assert.deepEqual(told(events, "away", "identified", "joined"), [
    { kind: "away", who: "bob", text: "Lunch" },
    { kind: "away", who: "bob", text: undefined },
    { kind: "identified", who: "bob", account: "bobby" },
    { kind: "identified", who: "bob", account: undefined },
    { kind: "joined", who: "carl", channel: "#lobby", isOwn: false, account: "carlo" },
    { kind: "joined", who: "dora", channel: "#lobby", isOwn: false },
    { kind: "away", who: "bob", text: "Lunch" },
    { kind: "away", who: "ann", text: "" },
  ]);
});

Deno.test("Conversation tells members of a channel whose gap is not filled, but their ranks behind it", () => {
  const conversation = faceInLobby();
  hear(conversation, "@msgid=m1;time=2026-01-02T03:01:00.000Z :bob!b@h PRIVMSG #lobby :hi");
  conversation.lose(nowMs);
  conversation.start();
  const offered = allCapabilities;
  const { events } = hear(
    conversation,
    `:s CAP * ACK :${offered}`,
    ":s 001 ann :Hi",
    ":s 376 ann :End",
    ":ann!chat@host JOIN #lobby",
    ":s 353 ann = #lobby :@bob ann",
    ":s 366 ann #lobby :End",
    ":carl!c@h JOIN #lobby",
    ":bob!b@h MODE #lobby +v carl",
  );
  assert.deepEqual(told(events, "members", "joined", "ranked").length, 1);
  const filled = hear(conversation, ":s BATCH +h chathistory #lobby", ":s BATCH -h").events;
  assert.deepEqual(told(filled, "joined", "ranked", "mode").length, 3);
});

Deno.test("Conversation keeps at most 50,000 of those whom a server names, and counts the others", () => {
  const conversation = faceInLobby();
  hear(conversation, ":ann!a@h JOIN #big");
  const hundred = (start: number) =>
    Array.from({ length: 100 }, (_, at) => `@n${start + at}`).join(" ");
  for (let at = 0; at < 510; at++) hear(conversation, `:s 353 ann = #big :${hundred(at * 100)}`);
  const { events } = hear(conversation, ":s 366 ann #big :End");
  const [members] = events.filter((event) => event.kind === "members");
  assert.equal(members?.members.length, 50_000);
  const [names] = events.filter((event) => event.kind === "names");
  assert.equal(names?.total, 51_000);
});

Deno.test("Conversation tells a channel's other name and goes on in it", () => {
  const conversation = faceInLobby();
  const { events } = hear(conversation, ":bob!b@h RENAME #lobby #hall :Bigger");
  const renamed = { channel: "#lobby", to: "#hall", by: "bob", reason: "Bigger" };
  assert.deepEqual(told(events), [{ kind: "channelRenamed", ...renamed }]);
  assert.deepEqual([conversation.current, conversation.channels], ["#hall", ["#hall"]]);
  assert.deepEqual(told(hear(conversation, ":bob!b@h MODE #hall +v bob").events, "ranked"), [
    { kind: "ranked", channel: "#hall", who: "bob", prefixes: "@+" },
  ]);
  conversation.lose(nowMs);
  conversation.start();
  assert.deepEqual(hear(conversation, ":s 001 ann :Hi").send, ["JOIN #hall"]);
  assert.deepEqual(told(hear(conversation, ":bob!b@h RENAME #other #x :").events), []);
});
