/** The packed server, on a port of its own. */

/** A server that keeps nothing on disk. */
export interface StartedServer extends AsyncDisposable {
  /** Where it listens. */
  readonly port: number;
}

/** Starts `./chat server`; it ends with its scope. */
export async function startServer(): Promise<StartedServer> {
  const server = new Deno.Command("./chat", {
    args: ["server", "--port", "0", "--memory", "--no-flood-limit"],
    ...{ stdin: "null", stdout: "piped", stderr: "null" },
  }).spawn();
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  let port: string | undefined;
  while (port === undefined) {
    const { done, value = "" } = await reader.read();
    if (done) throw new Error(`The server has ended; it said ${said}`);
    said += value;
    port = /started on \S+:(\d+)\b/.exec(said)?.[1];
  }
  return {
    port: Number(port),
    async [Symbol.asyncDispose]() {
      server.kill("SIGTERM");
      await server.status;
      await reader.cancel();
    },
  };
}
