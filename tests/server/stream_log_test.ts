import assert from "node:assert/strict";
import { createLog, type LogSettings } from "../../server/stream_log.ts";

/** What a log writes when `act` uses it. */
function written(settings: LogSettings, act: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  act(createLog(() => settings, (line) => void lines.push(line)));
  return lines;
}

const hostile = 'a"\r\n2026-01-01T00:00:00.000Z error b\x1b[2J\u202e\u2028\\\ud800';

Deno.test("a log for people has a time, a level and a text on each line", () => {
  const [line = "", ...rest] = written(
    { logLevel: "info", logFormat: "text" },
    (log) => log.warn("Taken", { event: "taken", port: 5 }),
  );
  assert.deepEqual(rest, []);
  assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn Taken\n$/);
});

Deno.test("a log for programs has an object on each line, with what the event is about", () => {
  const [line = "", ...rest] = written(
    { logLevel: "info", logFormat: "json" },
    (log) => log.warn("Taken", { event: "taken", port: 5 }),
  );
  assert.deepEqual(rest, []);
  const { ts, ...others } = JSON.parse(line);
  assert.equal(new Date(ts).toISOString(), ts);
  assert.deepEqual(others, { level: "warn", event: "taken", port: 5, message: "Taken" });
});

Deno.test("names can neither start a line nor move a cursor, and programs get them as they are", () => {
  for (const logFormat of ["text", "json"] as const) {
    const [line = "", ...rest] = written(
      { logLevel: "info", logFormat },
      (log) => log.info(`Has come: ${hostile}`, { event: "arrived", nick: hostile }),
    );
    assert.deepEqual(rest, []);
    // deno-lint-ignore no-control-regex -- these are what must not be there
    assert.match(line, /^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*\n$/);
    if (logFormat === "json") assert.equal(JSON.parse(line).nick, hostile);
  }
});

Deno.test("what is less important than the level is left out, as it is set now", () => {
  const lines: string[] = [];
  let settings: LogSettings = { logLevel: "warn", logFormat: "text" };
  const log = createLog(() => settings, (line) => void lines.push(line));
  log.info("one");
  log.error("two");
  settings = { logLevel: "debug", logFormat: "json" };
  log.debug("three");
  assert.deepEqual(lines.map((line) => line.includes("two") || line.includes('"three"')), [
    true,
    true,
  ]);
});
