import assert from "node:assert/strict";
import type { AccountOptions } from "../../talk/account.ts";
import type { Conversation } from "../../talk/conversation.ts";
import { newCrypt } from "../../client/crypt.ts";
import type { AccountEntry } from "../../talk/slash_action.ts";
import { fromBase64 } from "../../talk/base64.ts";
import { beginScram, createVerifier } from "../../server/accounts/scram.ts";
import { conversationOf, hear, nowMs, shown } from "../helpers/client_conversation.ts";

const credentials = { name: "ann", password: "open, sesame=" };
const isPrivate = true;

function conversationAs(account: AccountOptions, nick = "ann"): Conversation {
  const conversation = conversationOf({ nick, channels: [], account });
  conversation.start();
  return conversation;
}

/** Speaks of capabilities until they are in force; gives what was sent last. */
function negotiate(conversation: Conversation, offered: string): readonly string[] {
  hear(conversation, `:s CAP * LS :${offered}`);
  const names = offered.replace(/=\S*/g, "");
  return hear(conversation, `:s CAP * ACK :${names}`).send;
}

/** A conversation that was let in. */
function letIn(capabilities: string, account: AccountOptions = { isPrivate }): Conversation {
  const conversation = conversationAs(account);
  negotiate(conversation, capabilities);
  hear(conversation, ":s 001 ann :Hi", ":s 422 ann :No MOTD");
  return conversation;
}

function decoded(line: string | undefined): string {
  const bytes = fromBase64((line ?? "").replace("AUTHENTICATE ", "").replace(/^:/, ""));
  return new TextDecoder().decode(bytes);
}

const login: AccountEntry & { kind: "login" } = {
  kind: "login",
  name: "ann",
  password: "sesame",
};

Deno.test("Account logs in by PLAIN before it is let in", () => {
  const conversation = conversationAs({ credentials, isPrivate });
  assert.deepEqual(negotiate(conversation, "sasl=PLAIN"), ["AUTHENTICATE PLAIN"]);
  const { send } = hear(conversation, "AUTHENTICATE +");
  assert.deepEqual(send.map(decoded), ["\0ann\0open, sesame="]);
  const end = hear(conversation, ":s 900 ann ann!a@h ann :In", ":s 903 ann :Done");
  assert.deepEqual(end.send, ["CAP END"]);
  assert.deepEqual(shown(end.events), ['Logged in as "ann"']);
});

Deno.test("Account proves its password by SCRAM-SHA-256, and demands the server's proof", async () => {
  const verifier = await createVerifier(credentials.password, 4096);
  for (const isHonest of [true, false]) {
    const conversation = conversationAs({ credentials, crypt: newCrypt(), mustLogIn: true });
    const sent = negotiate(conversation, "sasl=PLAIN,SCRAM-SHA-256");
    assert.deepEqual(sent, ["AUTHENTICATE SCRAM-SHA-256"]);
    const first = decoded(hear(conversation, "AUTHENTICATE +").send[0]);
    const secret = new Uint8Array(16);
    const find = (name: string) => name === "ann" ? verifier : undefined;
    const exchange = beginScram(first, { secret, find });
    assert.ok(exchange);
    const answer = hear(conversation, `AUTHENTICATE ${btoa(exchange.challenge)}`).send;
    const proof = exchange.finish(decoded(answer[0]));
    assert.match(proof ?? "", /^v=/, "the server believes it");
    const told = isHonest ? proof ?? "" : "v=AAAA";
    const last = hear(conversation, `AUTHENTICATE ${btoa(told)}`);
    if (isHonest) {
      assert.deepEqual(last.send, ["AUTHENTICATE +"]);
      assert.deepEqual(hear(conversation, ":s 903 ann :Done").send, ["CAP END"]);
    } else {
      assert.deepEqual(last.send, ["AUTHENTICATE *"]);
      assert.match(shown(last.events).join(), /could not prove that it knows the password/);
      assert.equal(conversation.stage, "refused");
    }
  }
});

Deno.test("Account believes no 903 that comes without the server's proof", () => {
  const conversation = conversationAs({ credentials, crypt: newCrypt() });
  negotiate(conversation, "sasl=SCRAM-SHA-256");
  const { events } = hear(conversation, ":s 903 ann :Done");
  assert.match(shown(events).join(), /could not prove/);
});

Deno.test("Account does no more rounds of SCRAM than are sane, and not too few", () => {
  for (const rounds of ["1", "4095", "2000001", "999999999"]) {
    const conversation = conversationAs({ credentials, crypt: newCrypt() });
    negotiate(conversation, "sasl=SCRAM-SHA-256");
    const first = decoded(hear(conversation, "AUTHENTICATE +").send[0]);
    const nonce = /r=(.*)$/.exec(first)?.[1];
    const challenge = btoa(`r=${nonce}xyz,s=AAAA,i=${rounds}`);
    const { send, events } = hear(conversation, `AUTHENTICATE ${challenge}`);
    assert.deepEqual(send, ["AUTHENTICATE *", "CAP END"]);
    assert.match(shown(events).join(), /rounds/);
  }
});

Deno.test("Account sends no password that others could read", () => {
  for (const offered of ["sasl=PLAIN", "server-time"]) {
    const conversation = conversationAs({ credentials, crypt: newCrypt() });
    const sent = negotiate(conversation, offered);
    assert.deepEqual(sent, ["CAP END"]);
    hear(conversation, ":s 001 ann :Hi");
  }
  const conversation = conversationAs({ credentials, crypt: newCrypt(), mustLogIn: true });
  hear(conversation, ":s CAP * LS :sasl=PLAIN");
  const { send, events } = hear(conversation, ":s CAP * ACK :sasl");
  assert.deepEqual(send, []);
  assert.deepEqual(shown(events), [
    'Could not log in as "ann": the password could be read on its way. Connect with --tls',
  ]);
});

Deno.test("Account that is refused lets a person in without it, and a program not", () => {
  for (const mustLogIn of [false, true]) {
    const conversation = conversationAs({ credentials, isPrivate, mustLogIn });
    negotiate(conversation, "sasl=PLAIN");
    hear(conversation, "AUTHENTICATE +");
    const { send, events } = hear(conversation, ":s 904 ann :Wrong password");
    assert.deepEqual(shown(events), ['Could not log in as "ann": Wrong password']);
    assert.deepEqual(send, mustLogIn ? [] : ["CAP END"]);
    assert.equal(conversation.stage, mustLogIn ? "refused" : "registering");
  }
});

Deno.test("Account tells NickServ where the server knows no SASL", () => {
  const conversation = conversationAs({
    credentials: { name: "ann", password: "sesame" },
    isPrivate,
  });
  const { send } = hear(conversation, ":s 001 ann :Hi");
  assert.deepEqual(send, ["PRIVMSG NickServ :IDENTIFY ann sesame"]);
  const echo = hear(conversation, ":ann!a@h PRIVMSG NickServ :IDENTIFY ann sesame");
  assert.deepEqual(echo, { send: [], events: [] });
  const { events } = hear(conversation, ":s 900 ann ann!a@h ann :In");
  assert.deepEqual(shown(events), ['Logged in as "ann"']);
  const other = conversationAs({ credentials: { name: "a", password: "b" }, isPrivate });
  hear(other, ":s 001 ann :Hi");
  const refused = hear(other, ":s 401 ann NickServ :No such nick");
  assert.deepEqual(shown(refused.events), ["This server knows no accounts"]);
});

Deno.test("Account remembers a login that was typed, for the next connection", () => {
  const conversation = letIn("sasl=PLAIN");
  assert.deepEqual(conversation.enterAccount(login, nowMs).send, ["AUTHENTICATE PLAIN"]);
  assert.deepEqual(hear(conversation, "AUTHENTICATE +").send.map(decoded), ["\0ann\0sesame"]);
  const { send, events } = hear(conversation, ":s 900 ann ann!a@h Ann :In", ":s 903 ann :Done");
  assert.deepEqual(send, []);
  assert.deepEqual(shown(events), ['Logged in as "Ann"']);
  conversation.lose(nowMs);
  conversation.start();
  assert.deepEqual(negotiate(conversation, "sasl=PLAIN"), ["AUTHENTICATE PLAIN"]);
});

Deno.test("Account forgets a login that was wrong", () => {
  const conversation = letIn("sasl=PLAIN");
  conversation.enterAccount(login, nowMs);
  const { send, events } = hear(conversation, "AUTHENTICATE +", ":s 904 ann :Wrong password");
  assert.equal(send.length, 1);
  assert.deepEqual(shown(events), ['Could not log in as "ann": Wrong password']);
  conversation.lose(nowMs);
  conversation.start();
  assert.deepEqual(negotiate(conversation, "sasl=PLAIN"), ["CAP END"]);
});

Deno.test("Account is made by REGISTER where that is offered, and told in one line", () => {
  const conversation = letIn("draft/account-registration");
  const action = { kind: "register", password: "sesame", email: undefined } as const;
  assert.deepEqual(conversation.enterAccount(action, nowMs).send, ["REGISTER * * :sesame"]);
  const refused = hear(conversation, ":s FAIL REGISTER WEAK_PASSWORD ann :Too short");
  assert.deepEqual(shown(refused.events), ["No account was made: Too short"]);
  conversation.enterAccount({ ...action, email: "a@b" }, nowMs);
  const made = hear(
    conversation,
    ":s 900 ann ann!a@h ann :In",
    ":s REGISTER SUCCESS ann :Made",
  );
  assert.deepEqual(shown(made.events), ['Account "ann" is made, and you are logged in']);
});

Deno.test("Account is made by NickServ elsewhere, and its echo is not shown", () => {
  const conversation = letIn("echo-message");
  const action = { kind: "register", password: "sesame", email: "a@b" } as const;
  const { send } = conversation.enterAccount(action, nowMs);
  assert.deepEqual(send, ["PRIVMSG NickServ :REGISTER sesame a@b"]);
  const { events } = hear(conversation, `:ann!a@h ${send[0]}`);
  assert.deepEqual(events, []);
});

Deno.test("Account tells whose nick belongs to one how to log in", () => {
  const conversation = conversationAs({});
  const { events } = hear(
    conversation,
    ":s 433 * ann :That nick belongs to an account; log in",
    ":s 001 ann2 :Hi",
  );
  assert.deepEqual(shown(events), [
    'Nick "ann" belongs to an account; you are "ann2". Is it yours? /login ann PASSWORD',
  ]);
});

Deno.test("Account takes the nick that belongs to it, once it is logged in to", () => {
  for (const [name, sent] of [["Ann", ["NICK ann"]], ["eve", []]] as const) {
    const conversation = conversationAs({ isPrivate });
    negotiate(conversation, "sasl=PLAIN");
    hear(conversation, ":s 433 * ann :That nick belongs to an account", ":s 001 ann2 :Hi");
    conversation.enterAccount(login, nowMs);
    const { send } = hear(conversation, `:s 900 ann2 ann2!a@h ${name} :In`);
    assert.deepEqual(send.map((line) => line.replace(":", "")), sent);
  }
});

Deno.test("Account hides only the echo of what it told NickServ itself", () => {
  const conversation = letIn("echo-message");
  conversation.enterAccount(login, nowMs);
  const typed = hear(conversation, ":ann!a@h PRIVMSG NickServ :REGISTER of voters");
  assert.equal(typed.events.length, 1);
});
