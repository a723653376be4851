import assert from "node:assert/strict";
import { isInstalled } from "../../tools/peers.ts";
import { run } from "../../tools/run.ts";

const unit = "docs/chat.service";

Deno.test({
  name: "systemd finds no fault in the unit, and little that is left open to the server",
  ignore: !isInstalled("systemd-analyze"),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-unit-" });
    try {
      // The executable is not where it would be installed.
      const text = await Deno.readTextFile(unit);
      const copy = `${folder}/chat.service`;
      await Deno.writeTextFile(copy, text.replace("=/usr/local/bin/chat ", "=/bin/true "));
      const verified = await run(["systemd-analyze", "verify", "--man=no", copy]);
      assert.deepEqual(verified, { success: true, stdout: "", stderr: "" });
      // From 0, which is nothing, to 100, which is all.
      const judge = ["systemd-analyze", "security", "--no-pager", "--offline=true"];
      const judged = await run([...judge, "--threshold=20", copy]);
      assert.ok(judged.success, judged.stdout);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("the unit starts the server with options that it has", async () => {
  const text = await Deno.readTextFile(unit);
  const [, args = ""] = /^ExecStart=\/usr\/local\/bin\/chat (.*)$/m.exec(text) ?? [];
  const flags = [...args.matchAll(/ (--[a-z-]+)/g)].map(([, flag = ""]) => flag);
  assert.deepEqual(flags, ["--config", "--data"]);
  const { stdout } = await run([
    Deno.execPath(),
    "run",
    "--allow-env",
    "main.ts",
    "server",
    "--help",
  ]);
  for (const flag of flags) assert.ok(stdout.includes(`  ${flag} <`), flag);
});
