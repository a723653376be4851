import assert from "node:assert/strict";
import { actsFor, type MemberStanding } from "../../web/member_acts.ts";
import { isLeading } from "../../web/rank.ts";

function acts(standing: Partial<MemberStanding>): string {
  const nobody = { prefixes: "@%+", own: "", theirs: "", isSelf: false, isIgnored: false };
  return actsFor({ ...nobody, ...standing }).join(" ");
}

Deno.test("everyone may write to, name, look up and ignore others", () => {
  assert.equal(acts({}), "query mention whois ignore");
  assert.equal(acts({ own: "+", isIgnored: true }), "query mention whois unignore");
  assert.equal(acts({ own: undefined }), "query whois ignore");
  assert.equal(acts({ isSelf: true, own: "@" }), "whois");
});

Deno.test("who leads a channel may do more, by rank", () => {
  const common = "query mention whois ignore";
  assert.equal(acts({ own: "@" }), `${common} voice op kick ban`);
  assert.equal(acts({ own: "@", theirs: "@+" }), `${common} devoice deop kick ban`);
  assert.equal(acts({ own: "%" }), `${common} voice kick ban`);
  assert.equal(acts({ own: "%", theirs: "%" }), `${common} voice`);
  assert.equal(acts({ own: "@", theirs: undefined }), `${common} ban`);
  assert.equal(acts({ own: "@", theirs: "~", prefixes: "~&@%+" }), `${common} voice op`);
  assert.equal(acts({ own: "~", theirs: "@", prefixes: "~&@%+" }), `${common} voice deop kick ban`);
});

Deno.test("half-operators and all above them lead; where there are none operators do", () => {
  const leading = (own: string, prefixes: string) => isLeading(own, prefixes);
  assert.deepEqual(["", "+", "%", "@"].map((own) => leading(own, "@%+")), [
    false,
    false,
    true,
    true,
  ]);
  assert.deepEqual(["", "+", "@"].map((own) => leading(own, "@+")), [false, false, true]);
  assert.equal(leading("", ""), false);
});
