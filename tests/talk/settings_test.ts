import assert from "node:assert/strict";
import {
  allSettings,
  settingFault,
  settingLines,
  settingNames,
  settingTable,
} from "../../talk/settings.ts";

Deno.test("each setting is what it may be if nobody says otherwise", () => {
  for (const [name, { value, choices = [value] }] of Object.entries(settingTable)) {
    assert.ok(choices.includes(value), name);
    assert.equal(settingFault(name, value), undefined, name);
  }
});

Deno.test("what is no setting, or no value of it, is told with what to do", () => {
  assert.equal(
    settingFault("bell", "loud"),
    'Setting "bell" can\'t be "loud". Give one of on, off.',
  );
  assert.equal(
    settingFault("constructor", "x"),
    'There is no setting "constructor". /set lists them.',
  );
  assert.equal(settingFault("highlights", "any words"), undefined);
});

Deno.test("settings that are given stand in place of the others, and what is unknown is left out", () => {
  const all = allSettings(new Map([["bell", "off"], ["unknown", "x"]]));
  assert.deepEqual([...all.keys()], settingNames);
  assert.equal(all.get("bell"), "off");
  assert.equal(all.get("theme"), "auto");
  assert.equal(settingLines(all).length, settingNames.length);
  assert.match(settingLines(all).join("\n"), /^bell = off {2}ring .*\(on, off\)$/m);
});
