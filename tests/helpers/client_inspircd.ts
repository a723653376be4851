/** A real server of somebody else: https://docs.inspircd.org/3/ */

import { beforeDeadline } from "./client_fake_server.ts";

const settings = (port: number, folder: string) => `
<server name="irc.test" description="test" id="1AB" network="Test">
<admin name="test" nick="test" email="test@irc.test">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" resolvehostnames="no" useident="no" timeout="10" pingfreq="60" softsendq="1048576"
  hardsendq="4194304" recvq="65536" threshold="1000" commandrate="100000" fakelag="no" localmax="50"
  globalmax="50">
<cidr ipv4clone="32" ipv6clone="128">
<limits maxnick="30">
<files motd="${folder}/motd">
<pid file="${folder}/pid">
<log method="file" type="*" level="default" target="${folder}/log">
<module name="ircv3"><module name="ircv3_servertime"><module name="ircv3_echomessage">
<module name="ircv3_ctctags"><module name="ircv3_batch"><module name="cap">
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
    await Deno.writeTextFile(`${folder}/motd`, "Hello\n");
    await Deno.writeTextFile(`${folder}/inspircd.conf`, settings(port, folder));
    const args = ["--nofork", "--nopid", "--config", `${folder}/inspircd.conf`];
    const child = new Deno.Command("inspircd", {
      args: Deno.uid() === 0 ? [...args, "--runasroot"] : args,
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

/** Reads what it prints until it says that it is running. */
async function untilReady(output: ReadableStream<Uint8Array>): Promise<void> {
  const reader = output.pipeThrough(new TextDecoderStream()).getReader();
  let log = "";
  while (!log.includes("is now running")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`inspircd ended: ${log}`);
    log += value;
  }
  await reader.cancel();
}
