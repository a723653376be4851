/** Reads what `deno test` reported, and puts it into a few lines. */

/** One test, or one step of a test, which counts alike. */
export interface TestCase {
  /** The file that it is in. */
  readonly file: string;
  /** Its name; for a step after the name of its test. */
  readonly name: string;
  /** How it ended. */
  readonly outcome: "passed" | "failed" | "skipped";
}

/** The circumstances of a run. */
export interface RunFacts {
  /** Whether `deno test` itself says that all is well. */
  readonly success: boolean;
  /** Whether a skipped test is a failure. */
  readonly strict: boolean;
}

/** What the runner says at its end. */
export interface Verdict {
  /** Lines to print, of which the last one is `N passed, N failed`. */
  readonly lines: readonly string[];
  /** The exit code. */
  readonly code: 0 | 1;
}

/** Reads the JUnit file that `deno test` writes. */
export function readCases(junit: string): readonly TestCase[] {
  const pattern = /<testcase name="([^"]*)" classname="([^"]*)"[^>]*>(.*?)<\/testcase>/gs;
  return Array.from(junit.matchAll(pattern), ([, name = "", file = "", body = ""]) => ({
    file: unescape(file),
    name: unescape(name),
    outcome: outcomeOf(body),
  }));
}

/** Counts, and names what was skipped. */
export function judge(cases: readonly TestCase[], { success, strict }: RunFacts): Verdict {
  const passed = cases.filter(({ outcome }) => outcome === "passed").length;
  const skipped = cases.filter(({ outcome }) => outcome === "skipped");
  const lines = skipped.map(({ file, name }) => `Skipped: ${name} (${file})`);
  let failed = cases.filter(({ outcome }) => outcome === "failed").length;
  if (strict && skipped.length > 0) {
    failed += skipped.length;
    lines.push("With CI=true each skipped test counts as failed");
  }
  if (!success && failed === 0) {
    failed = 1;
    lines.push("Something outside of the tests failed: see above");
  }
  if (passed + failed === 0) lines.push("No test ran: that counts as a failure of the whole run");
  lines.push(`${passed} passed, ${failed} failed`);
  return { lines, code: failed === 0 && passed > 0 ? 0 : 1 };
}

function outcomeOf(body: string): TestCase["outcome"] {
  if (/<(failure|error)\b/.test(body)) return "failed";
  return body.includes("<skipped") ? "skipped" : "passed";
}

function unescape(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    amp: "&",
    apos: "'",
    gt: ">",
    lt: "<",
    quot: '"',
  };
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => characters[name] ?? whole);
}
