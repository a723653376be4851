import assert from "node:assert/strict";
import { manPages, printed } from "../../tools/man_pages.ts";
import { isInstalled } from "../../tools/peers.ts";
import { run } from "../../tools/run.ts";

const pages = manPages({ version: "1.2.3", date: "2026-01-31" });

/** The help of a command, its wrapped lines joined, so that each row is a line. */
function helpOf(page: string): string {
  const command = page.replace(/^chat-?|\.1$/g, "");
  return printed([...(command === "" ? [] : [command]), "--help"], "1.2.3")
    .replace(/\n {8,}/g, " ");
}

/** The text of a page, as it was before it was escaped. */
function textOf(page: string): string {
  return page.replaceAll("\\-", "-").replaceAll("\\&", "").replaceAll("\\e", "\\");
}

Deno.test("each command has a page, with every option and argument of its help in the same words", () => {
  const [, commands = ""] = helpOf("chat.1").split("\nCommands:\n");
  const names = [...commands.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => `chat-${name}.1`);
  assert.ok(names.length > 8);
  assert.deepEqual([...pages.keys(), "chat-help.1"].sort(), ["chat.1", ...names].sort());
  for (const [name, escaped] of pages) {
    const page = textOf(escaped);
    const [help = ""] = helpOf(name).split("\n\nEach option can be");
    const rows = [...help.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)];
    assert.ok(rows.length > 0, name);
    for (const [, term, text] of rows) {
      assert.ok(page.includes(`\n.TP\n.B ${term}\n${text}\n`), `${name} lacks ${term}`);
    }
  }
  assert.match(textOf(pages.get("chat-server.1") ?? ""), /\n\.B --config <file>\n/);
  assert.match(pages.get("chat-client.1") ?? "", /Exit codes: 0 done, 1 no connection/);
});

Deno.test({
  name: "mandoc and man read the pages without a warning",
  ignore: !isInstalled("mandoc"),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-man-" });
    try {
      for (const [name, text] of pages) await Deno.writeTextFile(`${folder}/${name}`, text);
      const files = [...pages.keys()].map((name) => `${folder}/${name}`);
      const linted = await run(["mandoc", "-T", "lint", "-W", "warning", ...files]);
      assert.deepEqual(linted, { success: true, stdout: "", stderr: "" });
      const shown = await run(["mandoc", "-T", "html", `${folder}/chat-server.1`]);
      assert.match(shown.stdout, /<b>--tls-port\s+&lt;number&gt;<\/b>/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
