/** Installs the peers that tests need, builds the page, runs every test and counts. Arguments go to `deno test`. */

import { buildPage, sourcePage } from "./build_page.ts";
import { installPeers } from "./install_peers.ts";
import { judge, readCases } from "./test_report.ts";

// Tests start programs of any kind and look into /proc, which takes all of them.
const permissions = ["--no-prompt", "--allow-all"];

async function main(args: readonly string[]): Promise<number> {
  await installPeers();
  await buildPage(sourcePage);
  const folder = await Deno.makeTempDir({ prefix: "chat-test-" });
  try {
    const junitFile = `${folder}/junit.xml`;
    const success = await runTests(args, junitFile);
    const report = readCases(await readIfThere(junitFile));
    // What a filter leaves out is reported as skipped too.
    const isFiltered = args.some((arg) => arg.startsWith("--filter"));
    const cases = report.filter(({ outcome }) => !isFiltered || outcome !== "skipped");
    const { lines, code } = judge(cases, { success, strict: Deno.env.get("CI") === "true" });
    console.log(lines.join("\n"));
    return code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Tests share two cores and watch deadlines, so the files run one after the other. */
async function runTests(args: readonly string[], junitFile: string): Promise<boolean> {
  const paths = args.some(isThere) ? [] : ["tests/"];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", ...permissions, `--junit-path=${junitFile}`, ...args, ...paths],
    stdin: "null",
  });
  return (await command.spawn().status).success;
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

async function readIfThere(path: string): Promise<string> {
  // Without the file nothing was run, as after an error of types.
  return isThere(path) ? await Deno.readTextFile(path) : "";
}

if (import.meta.main) Deno.exit(await main(Deno.args));
