import { runFlags } from "../../tools/permissions.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { Feed } from "../helpers/feed.ts";
import { pump } from "../helpers/server.ts";

Deno.test("what a worker is sent while it still loads is not lost", async () => {
  const program = `${import.meta.dirname}/../helpers/worker_starts.ts`;
  // With nothing in its cache Deno takes its time to load the program.
  using cache = new ConfigFolder();
  const command = new Deno.Command(Deno.execPath(), {
    args: [...runFlags, program],
    env: { DENO_DIR: cache.path },
    stdin: "null",
    stdout: "piped",
  });
  const child = command.spawn();
  const output = new Feed("the workers");
  const pumping = pump(child.stdout, output);
  try {
    await output.expects(/(opened\n){12}/);
  } finally {
    child.kill();
    await child.status;
    await pumping;
  }
});
