import assert from "node:assert/strict";
import { type KeepRecord, lineClass } from "../../server/core/archive.ts";
import { withRuns } from "../../server/store/line_run.ts";
import { said } from "../helpers/store_file.ts";

const ended: KeepRecord = { kind: "channelEnded", channel: "#x" };

Deno.test("lines that follow one another in one log are a run, with what is between them in its place", () => {
  const event = said(4, "d", { class: lineClass.openEvent });
  const elsewhere = said(3, "c", { log: { owner: "", name: "#other" } });
  const records = [said(1, "a"), said(2, "b"), elsewhere, event, ended, said(5, "e")];
  const packed = withRuns(records);
  assert.deepEqual(
    packed.map((record) => record.kind === "lines" ? record.cells.length / 6 : record.kind),
    [2, 1, 1, "channelEnded", 1],
  );
});

Deno.test("the two copies of a message are no run, even of one's talk with oneself", () => {
  const packed = withRuns([said(1, "a"), said(1, "a", { copy: 1 })]);
  assert.equal(packed.length, 2);
});
