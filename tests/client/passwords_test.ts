import assert from "node:assert/strict";
import { askPassword, Interrupted, type Keyboard, takePassword } from "../../client/passwords.ts";
import { UsageFault } from "../../client/usage_fault.ts";

/** Types these keys, some at a time. */
function typing(...keys: readonly string[]) {
  const bytes = keys.map((text) => new TextEncoder().encode(text));
  const modes: boolean[] = [];
  const keyboard: Keyboard = {
    read(buffer) {
      const next = bytes.shift();
      if (next === undefined) return Promise.resolve(null);
      buffer.set(next);
      return Promise.resolve(next.length);
    },
    setRaw: (isRaw) => modes.push(isRaw),
  };
  return { keyboard, modes };
}

Deno.test("a password is typed, corrected and never shown", async () => {
  const { keyboard, modes } = typing("wrong\x15", "sesamf", "\x7f", "e é", "\r");
  let shown = "";
  const password = await askPassword("Password: ", keyboard, (text) => shown += text);
  assert.equal(password, "sesame é");
  assert.equal(shown, "Password: \n");
  assert.deepEqual(modes, [true, false]);
});

Deno.test("Ctrl-C, Ctrl-D and the end of input give up, and give the terminal back", async () => {
  for (const keys of [["se\x03"], ["se\x04"], ["se"]]) {
    const { keyboard, modes } = typing(...keys);
    await assert.rejects(askPassword("", keyboard, () => {}), Interrupted);
    assert.deepEqual(modes, [true, false]);
  }
});

Deno.test("a password in a variable is taken out of it", () => {
  Deno.env.set("CHAT_TEST_PASSWORD", "sesame");
  assert.equal(takePassword("CHAT_TEST_PASSWORD"), "sesame");
  assert.equal(Deno.env.get("CHAT_TEST_PASSWORD"), undefined);
  assert.equal(takePassword("CHAT_TEST_PASSWORD"), undefined);
  Deno.env.set("CHAT_TEST_PASSWORD", "a\nQUIT");
  assert.throws(() => takePassword("CHAT_TEST_PASSWORD"), UsageFault);
});
