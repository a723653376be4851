import assert from "node:assert/strict";
import { faceInLobby, hear, nowMs, say, shown, told } from "../helpers/client_conversation.ts";

function answers(...lines: readonly string[]): readonly string[] {
  const { events } = hear(faceInLobby(), ...lines);
  for (const event of events) if (event.kind === "server") assert.equal(event.level, "answer");
  return shown(events).map((line) => line.replace("[server] ", ""));
}

Deno.test("answers tell who somebody is, in sentences", () => {
  assert.deepEqual(
    answers(
      ":s 311 ann bob b host.test * :Bob the Builder",
      ":s 312 ann bob irc.test :A test",
      ":s 319 ann bob :@#lobby +#x ",
      ":s 330 ann bob bobby :is logged in as",
      ":s 671 ann bob :is using a secure connection",
      ":s 317 ann bob 3700 1767323045 :seconds idle, signon time",
      ":s 318 ann bob :End of /WHOIS list",
      ":s 314 ann eve e h * :Eve",
    ),
    [
      "bob is b@host.test: Bob the Builder",
      "bob is on irc.test: A test",
      "bob is in @#lobby +#x",
      "bob is logged in as bobby",
      "bob is using a secure connection",
      "bob has said nothing for 61 min, here since 2026-01-02 03:04 UTC",
      "eve was e@h: Eve",
    ],
  );
});

Deno.test("answers tell of channels what was asked", () => {
  assert.deepEqual(
    answers(
      ":s 332 ann #lobby :Be kind",
      ":s 333 ann #lobby bob!b@h 1767323045",
      ":s 331 ann #x :No topic is set",
      ":s 324 ann #lobby +nt",
      ":s 329 ann #lobby 1767323045",
      ":s 367 ann #lobby *!*@bad bob 1767323045",
      ":s 368 ann #lobby :End of ban list",
      ":s 368 ann #lobby :End of ban list",
      ":s 341 ann carl #lobby",
      ":s 352 ann #lobby b h irc.test bob G@ :0 Bob",
      ":s 315 ann #lobby :End of WHO list",
      ":s 315 ann nobody :End of WHO list",
      ":s 353 ann = #lobby :@bob ann",
      ":s 366 ann #lobby :End of NAMES list",
      ":s 366 ann #none :End of NAMES list",
    ),
    [
      "Topic of #lobby: Be kind",
      "Topic of #lobby was set by bob!b@h at 2026-01-02 03:04 UTC",
      "#x has no topic",
      "Modes of #lobby: +nt",
      "#lobby was made 2026-01-02 03:04 UTC",
      "Ban in #lobby: *!*@bad, by bob at 2026-01-02 03:04 UTC",
      "#lobby: No bans",
      "carl is invited to #lobby",
      "bob is b@h in #lobby on irc.test, away: Bob",
      "nobody: Nobody is found",
      "In #lobby: @bob, ann",
      "#none: nobody is seen there",
    ],
  );
});

Deno.test("answers leave no numeric out that they do not know", () => {
  assert.deepEqual(answers(":s 391 ann s :Friday", ":s 242 ann :Up 3 days", ":s 999 ann a b :c"), [
    "Friday",
    "Up 3 days",
    "a b c",
  ]);
  assert.deepEqual(answers(":s 303 ann :", ":s 302 ann :bob=+b@h ", ":s 731 ann :a,b!c@d"), [
    "Here now: nobody of these",
    "Hosts: bob=+b@h",
    "Not here: a, b",
  ]);
  assert.deepEqual(answers(":s 372 ann :- Be kind", ":s 376 ann :End"), ["- Be kind"]);
  assert.deepEqual(answers(":ann!a@h MODE ann +i", ":ann!a@h SETNAME :Ann"), [
    "Your modes change: +i",
    'Your real name is now "Ann"',
  ]);
});

Deno.test("what a server tells unasked before the end of its greeting is no answer", () => {
  const conversation = faceInLobby();
  conversation.lose(nowMs);
  conversation.start();
  const lines = [":s 001 ann :Hi", ":s 002 ann :Host", ":s 251 ann :There are 5", ":s 372 ann :x"];
  assert.deepEqual(shown(hear(conversation, ...lines).events), ["[server] x"]);
});

Deno.test("the list of channels is told whole, at most 10,000", () => {
  const conversation = faceInLobby();
  assert.deepEqual(conversation.list("*a*", nowMs).send, ["LIST *a*"]);
  const lines = [":s 321 ann Channel :Users Name", ":s 322 ann #a 5 :About a", ":s 322 ann #b x"];
  const { events } = hear(conversation, ...lines, ":s 323 ann :End");
  assert.deepEqual(told(events), [
    {
      kind: "listed",
      channels: [
        { name: "#a", memberCount: 5, topic: "About a" },
        { name: "#b", memberCount: 0, topic: "" },
      ],
    },
    { kind: "server", level: "answer", text: "There are 2 channels" },
  ]);
  for (let at = 0; at < 10_001; at++) hear(conversation, `:s 322 ann #${at} 1 :x`);
  const [listed] = hear(conversation, ":s 323 ann :End").events;
  assert.equal(listed?.kind === "listed" && listed.channels.length, 10_000);
});

Deno.test("orders are sent as they are, and refused where they can't be", () => {
  const conversation = faceInLobby();
  assert.deepEqual(conversation.order(["WHOIS bob"], nowMs), { send: ["WHOIS bob"], events: [] });
  for (const line of ["", " ", "a\r\nb", "x".repeat(9000)]) {
    const { send, events } = conversation.order([line], nowMs);
    assert.deepEqual(send, []);
    assert.deepEqual(shown(events), ["[server] That can't be sent as it is"]);
  }
  conversation.lose(nowMs);
  assert.deepEqual(shown(conversation.order(["WHOIS bob"], nowMs).events), [
    "[server] There is no connection now: try again when it is back",
  ]);
});

Deno.test("a refusal of what is done to a channel is none of what is said there", () => {
  const conversation = faceInLobby();
  say(conversation, "hello");
  const lines = [":s 482 ann #lobby :Not an operator", ":s 696 ann #lobby k * :Bad key"];
  const { events } = hear(conversation, ...lines, ":s 734 ann 100 bob :List is full");
  assert.deepEqual(told(events), [
    { kind: "server", level: "refusal", text: "#lobby: Not an operator" },
    { kind: "server", level: "refusal", text: "#lobby k *: Bad key" },
    { kind: "server", level: "refusal", text: "100 bob: List is full" },
  ]);
  assert.ok(!conversation.saying.isSettled);
});

Deno.test("standard replies are told in the server's words, or by their code", () => {
  const { events } = hear(faceInLobby(), ":s FAIL X CODE", ":s WARN X CODE y :Careful");
  assert.deepEqual(shown(events), ["[server] X CODE", "[server] Careful"]);
});
