import assert from "node:assert/strict";
import { ServerSupport } from "../../talk/server_support.ts";

function told(...tokens: readonly string[]): ServerSupport {
  const support = new ServerSupport();
  support.learn(["ann", ...tokens, "are supported by this server"]);
  return support;
}

Deno.test("ServerSupport knows how much history one answer holds", () => {
  assert.equal(told("CHATHISTORY=500").maxHistory, 500);
  assert.equal(told("CHATHISTORY=0").maxHistory, 100, "no limit, so a small guess");
  assert.equal(told("CHATHISTORY=1000000").maxHistory, 1000);
  for (const strange of ["CHATHISTORY", "CHATHISTORY=x", "CHATHISTORY=-1", "CHATHISTORY=1.5"]) {
    assert.equal(told(strange).maxHistory, 100, strange);
  }
});

Deno.test("ServerSupport knows whether history goes by ids, and whether there is MONITOR", () => {
  assert.ok(told().hasMessageIds);
  assert.ok(told("MSGREFTYPES=timestamp,msgid").hasMessageIds);
  assert.ok(!told("MSGREFTYPES=timestamp").hasMessageIds);
  assert.ok(!told().hasMonitor);
  assert.ok(told("MONITOR").hasMonitor);
  assert.ok(told("MONITOR=100").hasMonitor);
});

Deno.test("ServerSupport knows whether our messages may carry their names", () => {
  const ways = { hasEcho: true, hasTags: true, hasHistory: true };
  for (const token of ["CLIENTTAGDENY=*", "CLIENTTAGDENY=typing,chat/once"]) {
    assert.deepEqual(told(token).narrow(ways), { ...ways, hasTags: false }, token);
  }
  for (const token of ["CLIENTTAGDENY=", "CLIENTTAGDENY=typing", "CLIENTTAGDENY=*,-chat/once"]) {
    assert.deepEqual(told(token).narrow(ways), ways, token);
  }
});
