import assert from "node:assert/strict";
import { drawDelayMs, Drawing, restoreTerminal } from "../../client/drawing.ts";
import { Output } from "../../client/output.ts";

const frame = { rows: ["one", "two", "three"], cursor: { row: 2, column: 1 }, title: "t" };

Deno.test("a frame that is drawn again writes nothing", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  written();
  await drawing.draw({ ...frame, rows: [...frame.rows] });
  assert.equal(written(), "");
});

Deno.test("only rows that changed are written, at their places", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  written();
  await drawing.draw({ ...frame, rows: ["one", "TWO", "three"] });
  const text = written();
  assert.ok(text.includes("\x1b[2;1HTWO"));
  assert.doesNotMatch(text, /one|three/);
  assert.ok(text.endsWith("\x1b[3;2H\x1b[?25h\x1b[?2026l"), JSON.stringify(text));
});

Deno.test("what stood in a row is gone when it is shorter", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  written();
  await drawing.draw({ ...frame, rows: ["", "two", "th   "] });
  assert.ok(written().includes("\x1b[1;1H\x1b[K\x1b[3;1Hth\x1b[K"));
});

Deno.test("a cursor that moves is all that is written", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  written();
  await drawing.draw({ ...frame, cursor: { row: 0, column: 0 } });
  assert.equal(written(), "\x1b[?2026h\x1b[1;1H\x1b[?2026l");
});

Deno.test("a screen of another size, and one that is forgotten, is drawn whole", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  written();
  await drawing.draw({ ...frame, rows: ["one", "two"] });
  assert.match(written(), /one.*two/);
  drawing.forget();
  await drawing.draw({ ...frame, rows: ["one", "two"] });
  assert.match(written(), /one.*two/);
});

Deno.test("whatever is switched on is switched off at the end", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  const before = written();
  await drawing.close();
  const end = written();
  assert.equal(end, restoreTerminal);
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  for (const [, mode = "", sign = ""] of before.matchAll(/\x1b\[\?(\d+)([hl])/g)) {
    const back = sign === "h" ? "l" : "h";
    const isBack = end.includes(`\x1b[?${mode}${back}`) || mode === "25";
    assert.ok(isBack || before.lastIndexOf(`?${mode}${back}`) > 0, `mode ${mode}`);
  }
  assert.ok(end.includes("\x1b[?1049l") && end.includes("\x1b[?25h"));
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert.doesNotMatch(before, /\x1b\[\?100[0-36]h/);
});

Deno.test("nothing is drawn on a screen that is not ours, and all of it on one that is again", async () => {
  const { drawing, written } = await opened();
  await drawing.draw(frame);
  await drawing.close();
  written();
  await drawing.draw({ ...frame, title: "other" });
  await drawing.close();
  assert.equal(written(), "");
  await drawing.open();
  await drawing.draw(frame);
  assert.match(written(), /\?1049h.*one.*two.*three/);
});

Deno.test("titles and notifications can't end early", async () => {
  const { drawing, written } = await opened();
  await drawing.draw({ ...frame, title: "a\x1b\\\x07b\n\u202e" });
  await drawing.notify("4;1;50\x07\x1b]0;x");
  const text = written().split("\x1b]").slice(1).map((part) => part.split("\x1b\\"));
  assert.equal(text.length, 2);
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert.match(text[0]?.[0] ?? "", /^2;a[^\x00-\x1f\u202e]+$/u);
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert.match(text[1]?.[0] ?? "", /^9; 4;1;50[^\x00-\x1f]+$/);
});

Deno.test("a second has 30 frames at most, whatever the clock does", () => {
  assert.equal(drawDelayMs(0, 0), 34);
  assert.equal(drawDelayMs(1000, 1010), 24);
  assert.equal(drawDelayMs(1000, 1034), 0);
  assert.equal(drawDelayMs(1000, 500), 0);
  assert.equal(drawDelayMs(-Infinity, 500), 0);
});

/** A drawing that is open; `written` gives what it wrote since the last time. */
async function opened(): Promise<{ drawing: Drawing; written: () => string }> {
  let text = "";
  const decoder = new TextDecoder();
  const output = new Output({
    write(bytes) {
      text += decoder.decode(bytes, { stream: true });
      return Promise.resolve(bytes.length);
    },
  });
  const drawing = new Drawing(output);
  await drawing.open();
  const written = () => {
    const taken = text;
    text = "";
    return taken;
  };
  return { drawing, written };
}
