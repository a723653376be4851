import assert from "node:assert/strict";
import { numeric } from "../../wire/numerics.ts";

Deno.test("numerics are three digits, each given to one name", () => {
  const codes = Object.values(numeric);
  for (const code of codes) assert.match(code, /^[0-9]{3}$/);
  assert.equal(new Set(codes).size, codes.length);
});

Deno.test("numerics of 400 to 599 are errors and are named so", () => {
  for (const [name, code] of Object.entries(numeric)) {
    const isError = /^(?:ERR|RPL)_[A-Z0-9]+$/.exec(name)?.[0].startsWith("ERR_");
    if (code < "600") assert.equal(isError, code >= "400", name);
  }
});

Deno.test("numerics that clients act upon have the values clients know", () => {
  assert.equal(numeric.RPL_WELCOME, "001");
  assert.equal(numeric.RPL_ISUPPORT, "005");
  assert.equal(numeric.RPL_CHANNELMODEIS, "324");
  assert.equal(numeric.RPL_NOTOPIC, "331");
  assert.equal(numeric.RPL_TOPIC, "332");
  assert.equal(numeric.RPL_WHOREPLY, "352");
  assert.equal(numeric.RPL_NAMREPLY, "353");
  assert.equal(numeric.RPL_ENDOFNAMES, "366");
  assert.equal(numeric.RPL_ENDOFMOTD, "376");
  assert.equal(numeric.ERR_NOMOTD, "422");
  assert.equal(numeric.ERR_ERRONEUSNICKNAME, "432");
  assert.equal(numeric.ERR_NICKNAMEINUSE, "433");
  assert.equal(numeric.ERR_NEEDMOREPARAMS, "461");
  assert.equal(numeric.ERR_PASSWDMISMATCH, "464");
});
