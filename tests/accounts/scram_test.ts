import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { beginScram, createVerifier, scramIterations } from "../../server/accounts/scram.ts";
import type { ScramVerifier } from "../../server/core/account.ts";
import { proveScram } from "../helpers/scram_client.ts";

const secret = new Uint8Array(32);

/** The example of https://datatracker.ietf.org/doc/html/rfc7677#section-3. */
const example = {
  first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
  ownNonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
  challenge:
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  last: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," +
    "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  proof: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

Deno.test("the example of the RFC is proven, and the server proves itself", async () => {
  const { challenge, last } = proveScram(example.challenge, {
    bare: "n=user,r=rOprNGfwEbeRWgbNEkqO",
    password: "pencil",
  });
  assert.equal(challenge, example.challenge);
  assert.equal(last, example.last);
  const verifier = await verifierOf("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==");
  const exchange = beginScram(example.first, {
    find: () => verifier,
    secret,
    createNonce: () => example.ownNonce,
  });
  assert.equal(exchange?.name, "user");
  assert.equal(exchange?.challenge, example.challenge);
  assert.equal(exchange?.finish(example.last), example.proof);
});

Deno.test("a wrong password, another nonce and another channel binding prove nothing", async () => {
  const verifier = await createVerifier("pencil", 4096);
  const begin = () =>
    beginScram("n,,n=ann,r=abc", { find: () => verifier, secret }) ?? assert.fail();
  const exchange = begin();
  const prove = (password: string) =>
    proveScram(exchange.challenge, { bare: "n=ann,r=abc", password }).last;
  assert.match(exchange.finish(prove("pencil")) ?? "", /^v=/);
  assert.equal(exchange.finish(prove("pencil2")), undefined);
  assert.equal(begin().finish(prove("pencil")), undefined);
  assert.equal(exchange.finish(prove("pencil").replace("c=biws", "c=eSws")), undefined);
  assert.equal(exchange.finish(prove("pencil").replace(/p=.*/, "p=AAAA")), undefined);
  assert.equal(exchange.finish("nonsense"), undefined);
});

Deno.test("a name without an account is challenged like any other, each time by the same salt", () => {
  const begin = (name: string) =>
    beginScram(`n,,n=${name},r=abc`, { find: () => undefined, secret }) ?? assert.fail();
  const saltOf = (name: string) => /s=([^,]*)/.exec(begin(name).challenge)?.[1];
  assert.equal(saltOf("nobody"), saltOf("NoBody"));
  assert.notEqual(saltOf("nobody"), saltOf("noone"));
  assert.equal(Buffer.from(saltOf("nobody") ?? "", "base64").length, 16);
  assert.match(begin("nobody").challenge, new RegExp(`,i=${scramIterations}$`));
  const { challenge, finish } = begin("nobody");
  assert.equal(
    finish(proveScram(challenge, { bare: "n=nobody,r=abc", password: "x" }).last),
    undefined,
  );
});

Deno.test("what is no first message can't be answered", () => {
  const begin = (message: string) => beginScram(message, { find: () => undefined, secret });
  for (
    const message of [
      "",
      "n=user,r=abc",
      "p=tls-unique,,n=user,r=abc",
      "n,,m=x,n=user,r=abc",
      "n,,n=,r=abc",
      "n,,n=a=b,r=abc",
      "n,,n=user,r=",
      "n,a=other,n=user,r=abc",
      `n,,n=user,r=${"a".repeat(300)}`,
    ]
  ) assert.equal(begin(message), undefined, message);
  assert.equal(begin("y,,n=a=2Cb=3D,r=abc")?.name, "a,b=");
  assert.equal(begin("n,a=user,n=user,r=abc")?.name, "user");
});

/** A verifier of a known salt. */
function verifierOf(password: string, salt: string): Promise<ScramVerifier> {
  return Promise.resolve(proveScram(`r=x,s=${salt},i=4096`, { bare: "", password }).verifier);
}
