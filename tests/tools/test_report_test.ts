import assert from "node:assert/strict";
import { judge, readCases, type TestCase } from "../../tools/test_report.ts";

const junit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="5" failures="2" errors="0" time="0.040">
    <testsuite name="./a_test.ts" tests="5" disabled="1" errors="0" failures="2">
        <testcase name="adds" classname="./a_test.ts" time="0.002" line="3" col="6">
        </testcase>
        <testcase name="adds &gt; a step" classname="./a_test.ts" time="0.002" line="3" col="6">
        </testcase>
        <testcase name="says &quot;&lt;&amp;&quot;" classname="./a_test.ts" time="0.003" line="4">
            <failure message="Uncaught">Error: &lt;/testcase&gt; &lt;skipped/&gt;
    at file:///a_test.ts:4:71</failure>
        </testcase>
        <testcase name="waits" classname="./b_test.ts" time="0.000" line="5" col="6">
            <skipped/>
        </testcase>
        <testcase name="breaks" classname="./b_test.ts" time="0.000" line="5" col="6">
            <error message="Cancelled"></error>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("readCases() reads every test and step with its outcome", () => {
  assert.deepEqual(readCases(junit), [
    { file: "./a_test.ts", name: "adds", outcome: "passed" },
    { file: "./a_test.ts", name: "adds > a step", outcome: "passed" },
    { file: "./a_test.ts", name: 'says "<&"', outcome: "failed" },
    { file: "./b_test.ts", name: "waits", outcome: "skipped" },
    { file: "./b_test.ts", name: "breaks", outcome: "failed" },
  ]);
});

Deno.test("readCases() finds nothing in an empty report", () => {
  assert.deepEqual(readCases(""), []);
});

const passed: TestCase = { file: "a", name: "p", outcome: "passed" };
const failed: TestCase = { file: "a", name: "f", outcome: "failed" };
const skipped: TestCase = { file: "a", name: "s", outcome: "skipped" };

Deno.test("judge() ends with nothing but the counts when all is well", () => {
  const verdict = judge([passed, passed], { success: true, strict: true });
  assert.deepEqual(verdict, { lines: ["2 passed, 0 failed"], code: 0 });
});

Deno.test("judge() fails a run with a failed test", () => {
  const verdict = judge([passed, failed], { success: false, strict: false });
  assert.deepEqual(verdict, { lines: ["1 passed, 1 failed"], code: 1 });
});

Deno.test("judge() names a skipped test above the counts", () => {
  const verdict = judge([passed, skipped], { success: true, strict: false });
  assert.deepEqual(verdict, { lines: ["Skipped: s (a)", "1 passed, 0 failed"], code: 0 });
});

Deno.test("judge() counts a skipped test as failed where none may be skipped", () => {
  const { lines, code } = judge([passed, skipped, skipped], { success: true, strict: true });
  assert.equal(lines.at(-1), "1 passed, 2 failed");
  assert.equal(code, 1);
});

Deno.test("judge() counts one failure when the run failed outside of its tests", () => {
  for (const cases of [[], [passed]]) {
    const { lines, code } = judge(cases, { success: false, strict: false });
    assert.equal(lines.at(-1), `${cases.length} passed, 1 failed`);
    assert.equal(code, 1);
  }
});

Deno.test("judge() fails a run without tests, also one that skipped all", () => {
  for (const cases of [[], [skipped]]) {
    const { lines, code } = judge(cases, { success: true, strict: false });
    assert.equal(lines.at(-1), "0 passed, 0 failed");
    assert.equal(code, 1);
  }
});
