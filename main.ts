/** Picks the side of `chat` to run, and sets the exit code. */

import { runToExit } from "./cli/run_to_exit.ts";
import config from "./deno.json" with { type: "json" };

const encoder = new TextEncoder();

async function run(args: readonly string[]): Promise<number> {
  // The parser takes longer to load than Deno to start, and a version is asked for by scripts.
  if (args.length === 1 && args[0] === "--version") {
    console.log(config.version);
    return 0;
  }
  if (args[0] === "client") {
    const { readClientArguments } = await import("./cli/client_arguments.ts");
    const options = readClientArguments(args.slice(1));
    if (options !== undefined) {
      const { runClient } = await import("./client/main.ts");
      return await runClient(options);
    }
  }
  const { parseArguments } = await import("./cli/program.ts");
  const choice = parseArguments(args, config.version, {
    out: (text) => Deno.stdout.writeSync(encoder.encode(text)),
    err: (text) => Deno.stderr.writeSync(encoder.encode(text)),
  });
  switch (choice.kind) {
    case "server": {
      const { runServer } = await import("./server/main.ts");
      return await runServer(choice, import.meta.url);
    }
    case "client": {
      const { runClient } = await import("./client/main.ts");
      return await runClient(choice.options);
    }
    case "hash-password": {
      const { runHashPassword } = await import("./server/hash_password.ts");
      return await runHashPassword();
    }
    case "make-cert": {
      const { runMakeCert } = await import("./server/run_make_cert.ts");
      return runMakeCert(choice.options);
    }
    case "export": {
      const { runExport } = await import("./server/transfer/run_export.ts");
      return await runExport(choice.options);
    }
    case "import": {
      const { runImport } = await import("./server/transfer/run_import.ts");
      return runImport(choice.options);
    }
    case "backup": {
      const { runBackup } = await import("./server/transfer/run_backup.ts");
      return await runBackup(choice.options);
    }
    case "admin": {
      const { runAdmin } = await import("./server/admin/run_admin.ts");
      return await runAdmin(choice.options);
    }
    case "done":
      return choice.exitCode;
  }
}

/** Becomes a thread of the server: what reads its files, or its store. */
async function runWorker(): Promise<void> {
  if (globalThis.name === "files") {
    const { isFileWorkerScope, runFileWorker } = await import("./server/file_worker.ts");
    const scope: object = globalThis;
    if (isFileWorkerScope(scope)) runFileWorker(scope);
    return;
  }
  if (globalThis.name === "stream") {
    const { isStreamWorkerScope, runStreamWorker } = await import(
      "./server/cluster/stream_worker.ts"
    );
    const scope: object = globalThis;
    if (isStreamWorkerScope(scope)) runStreamWorker(scope);
    return;
  }
  const { isWorkerScope, runStoreWorker } = await import("./server/store/worker.ts");
  const scope: object = globalThis;
  if (isWorkerScope(scope)) runStoreWorker(scope);
}

// One file holds all: as a worker the program is a thread of the server.
if ("WorkerGlobalScope" in globalThis) await runWorker();
else {
  // Programs are run by the client alone: its user's editor, and what --exec names.
  if (Deno.args[0] !== "client") Deno.permissions.revokeSync({ name: "run" });
  await runToExit(() => run(Deno.args));
}
