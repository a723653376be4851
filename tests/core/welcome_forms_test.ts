import assert from "node:assert/strict";
import { formLines } from "../../server/core/form.ts";
import { WelcomeForms } from "../../server/core/welcome_forms.ts";
import { World } from "../../server/core/world.ts";
import { networks } from "../../server/net/network.ts";

Deno.test("what is told at a welcome is made once, and anew when the operator has changed it", () => {
  const info = { version: "v", startedAt: "now", motd: ["One"], keeping: "a day", icon: "x" };
  const start = { epoch: "e", lease: "lease", serverName: "chat.test", networks, nowMs: 0 };
  const world = new World({ ...start, info });
  const forms = new WelcomeForms();
  const texts = (nick: string): string => {
    const { opening, isupport, lusers, motd } = forms.of(world);
    const lines = [opening, isupport, lusers, motd].flatMap((form) => formLines(form, nick));
    return lines.map(({ command, params }) => `${command} ${params.join(" ")}`).join("\n");
  };
  assert.match(texts("ann"), /^001 ann Welcome to the chat, ann\n002 ann .*v\n003 ann .*now\n/);
  assert.match(texts("ann"), /\n266 ann 0 0 Users now: 0, at most: 0\n/);
  world.maxUsers = 7;
  assert.match(texts("ann"), /\n266 ann 0 7 Users now: 0, at most: 7\n/);
  assert.equal(forms.of(world), forms.of(world));
  for (const change of [{ motd: ["Two"] }, { keeping: "a week" }, { icon: "y" }]) {
    const before = forms.of(world);
    Object.assign(info, change);
    assert.notEqual(forms.of(world), before);
    assert.match(texts("bob"), new RegExp(`\\b${Object.values(change).join()}\\b`));
  }
});
