/** A real server of somebody else: https://www.inspircd.org */

import { beforeDeadline } from "./client_fake_server.ts";

const modules: readonly string[] = [
  "ircv3 cap ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_ctctags ircv3_echomessage",
  "ircv3_invitenotify ircv3_msgid ircv3_servertime monitor namesx",
].join(" ").split(" ");

const settings = (port: number, folder: string) => `
<server name="irc.test" description="test" network="Testnet" id="0AA">
<admin name="test" nick="test" email="test@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" timeout="60" pingfreq="120" localmax="50" globalmax="50" commandrate="100000"
  threshold="1000" fakelag="no" resolvehostnames="no" useident="no">
<channels users="20" opers="60">
<options prefixquit="" defaultbind="ipv4">
<pid file="${folder}/inspircd.pid">
<path configdir="${folder}" datadir="${folder}" logdir="${folder}" runtimedir="${folder}">
<log method="file" type="*" level="default" target="${folder}/log">
${modules.map((name) => `<module name="${name}">`).join("\n")}
`;

/** An InspIRCd on a free port of this machine, with its settings in a folder of its own. */
export class Inspircd implements AsyncDisposable {
  /** Where to connect to. */
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: Deno.ChildProcess, folder: string) {
    this.port = port;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts it and waits until it listens. */
  static async start(): Promise<Inspircd> {
    const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    free.close();
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/inspircd.conf`, settings(port, folder));
    const child = new Deno.Command("inspircd", {
      args: ["--config", `${folder}/inspircd.conf`, "--nofork", "--nopid", "--runasroot"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    await beforeDeadline(untilReady(child.stdout), "inspircd");
    return new Inspircd(port, child, folder);
  }

  /** Ends it and takes its folder away. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Reads what it prints until it says that it runs. */
async function untilReady(output: ReadableStream<Uint8Array>): Promise<void> {
  const reader = output.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (!printed.includes("is now running as")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`inspircd ended: ${printed}`);
    printed += value;
  }
  await reader.cancel();
}
