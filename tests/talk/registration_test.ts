import assert from "node:assert/strict";
import { Registration, type RegistrationStep } from "../../talk/registration.ts";
import { isMessage, parseMessage } from "../../wire/message.ts";

function receive(registration: Registration, line: string): RegistrationStep {
  const message = parseMessage(line);
  if (!isMessage(message)) throw new Error(`No message: ${line}`);
  return registration.receive(message);
}

function sent(registration: Registration, line: string): readonly string[] {
  return receive(registration, line).send;
}

Deno.test("Registration asks for capabilities and a nick at once", () => {
  assert.deepEqual(new Registration("ann").start(), [
    "CAP LS 302",
    "NICK ann",
    "USER chat 0 * :chat client",
  ]);
});

Deno.test("Registration requests what is offered and known, over several lines of LS", () => {
  const registration = new Registration("ann");
  assert.deepEqual(sent(registration, ":s CAP * LS * :sasl=PLAIN server-time"), []);
  assert.deepEqual(sent(registration, ":s CAP * LS :echo-message other"), [
    "CAP REQ :sasl server-time echo-message",
  ]);
  assert.deepEqual(sent(registration, ":s CAP ann ACK :server-time echo-message"), ["CAP END"]);
  assert.deepEqual([...registration.enabled], ["server-time", "echo-message"]);
});

Deno.test("Registration ends the negotiation when nothing is offered or all is refused", () => {
  const registration = new Registration("ann");
  assert.deepEqual(sent(registration, ":s CAP * LS :"), ["CAP END"]);
  assert.deepEqual(sent(registration, ":s CAP * NAK :server-time"), ["CAP END"]);
  assert.equal(registration.enabled.size, 0);
});

Deno.test("Registration is done by 001 even where nobody speaks of capabilities", () => {
  const registration = new Registration("ann");
  assert.deepEqual(receive(registration, ":s 421 * CAP :Unknown command"), { send: [] });
  assert.deepEqual(receive(registration, ":s 001 ann :Welcome"), { send: [], outcome: "done" });
});

Deno.test("Registration takes capabilities that come and go later, without CAP END", () => {
  const registration = new Registration("ann");
  receive(registration, ":s 001 ann :Welcome");
  assert.deepEqual(sent(registration, ":s CAP ann NEW :echo-message=x other"), [
    "CAP REQ :echo-message",
  ]);
  assert.deepEqual(sent(registration, ":s CAP ann ACK :echo-message"), []);
  assert.ok(registration.enabled.has("echo-message"));
  receive(registration, ":s CAP ann DEL :echo-message");
  assert.ok(!registration.enabled.has("echo-message"));
});

Deno.test("Registration numbers a nick that is taken", () => {
  for (const numeric of ["433", "436", "437"]) {
    const registration = new Registration("bob");
    assert.deepEqual(sent(registration, `:s ${numeric} * bob :Taken`), ["NICK bob2"]);
    assert.deepEqual(sent(registration, `:s ${numeric} * bob2 :Taken`), ["NICK bob3"]);
    assert.ok(registration.isTaken);
  }
});

Deno.test("Registration shortens a nick that is refused, and numbers within that length", () => {
  const registration = new Registration("a_rather_long_nick");
  assert.deepEqual(sent(registration, ":s 432 * a_rather_long_nick :Too long"), [
    "NICK a_rather_",
  ]);
  assert.deepEqual(sent(registration, ":s 433 * a_rather_ :Taken"), ["NICK a_rather2"]);
});

Deno.test("Registration gives up with the server's words", () => {
  for (
    const line of [
      ":s 431 * :Bad nick",
      ":s 464 * :Bad nick",
      ":s 465 b :Bad nick",
      "ERROR :Bad nick",
    ]
  ) {
    const step = receive(new Registration("b;b"), line);
    assert.deepEqual(step, { send: [], outcome: "refused", reason: "Bad nick" }, line);
  }
});

Deno.test("Registration names the nick that is refused", () => {
  const step = receive(new Registration("b;b"), ":s 432 * b;b :Bad nick");
  assert.deepEqual(step, { send: [], outcome: "refused", reason: "b;b: Bad nick" });
});

Deno.test("Registration gives up after 30 nicks that were all taken", () => {
  const registration = new Registration("bob");
  let step: RegistrationStep = { send: [] };
  let tries = 0;
  while (step.outcome === undefined && tries < 100) {
    step = receive(registration, ":s 433 * x :Taken");
    tries++;
  }
  assert.equal(step.outcome, "refused");
  assert.equal(tries, 30);
});

Deno.test("Registration takes the nick that the welcome names", () => {
  const registration = new Registration("a_rather_long_nick");
  receive(registration, ":s 001 a_rather_ :Welcome");
  assert.equal(registration.nick, "a_rather_");
});
