import assert from "node:assert/strict";
import { permissions } from "../../tools/permissions.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";

/** Runs main.ts with these arguments behind a module that tries to run a program once main.ts has begun. */
async function canRun(args: readonly string[]): Promise<string> {
  using folder = new ConfigFolder();
  const main = new URL("../../main.ts", import.meta.url);
  const probe = `
    const exit = Deno.exit;
    Deno.exit = (code) => {
      console.log("run: " + Deno.permissions.querySync({ name: "run" }).state);
      try {
        new Deno.Command("true").outputSync();
        console.log("a program was run");
      } catch (error) {
        console.log(error.name);
      }
      exit(code);
    };
    await import(${JSON.stringify(main.href)});`;
  folder.write(probe, "probe.js");
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--config",
      "deno.json",
      ...permissions,
      `${folder.path}/probe.js`,
      ...args,
    ],
    cwd: new URL("../..", import.meta.url),
    stdin: "null",
    stderr: "null",
    env: { NO_COLOR: "1", XDG_CONFIG_HOME: folder.path },
  }).output();
  return new TextDecoder().decode(stdout).slice(-60);
}

Deno.test("neither the server nor a client without --exec can run a program", async () => {
  for (
    const args of [
      ["server", "--config", "/nowhere"],
      ["export", "--data", "/nowhere"],
      ["client", "--port", "1", "--tail"],
    ]
  ) {
    assert.match(await canRun(args), /run: (?:prompt|denied)\nNotCapable\n$/, args.join(" "));
  }
  const args = ["client", "--port", "1", "--exec", "true"];
  assert.match(await canRun(args), /run: granted\na program was run\n$/);
});
