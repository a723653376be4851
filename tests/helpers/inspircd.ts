/** https://www.inspircd.org, its settings: https://docs.inspircd.org/3/ */

import { ForeignServer } from "./foreign_server.ts";

const modules: readonly string[] = [
  "ircv3 cap ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_ctctags ircv3_echomessage",
  "ircv3_invitenotify ircv3_msgid ircv3_servertime monitor namesx",
].join(" ").split(" ");

const settings = (port: number, folder: string) => `
<server name="irc.test" description="test" id="1AB" network="Testnet">
<admin name="test" nick="test" email="test@irc.test">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" resolvehostnames="no" useident="no" timeout="60" pingfreq="120" softsendq="1048576"
  hardsendq="4194304" recvq="65536" threshold="1000" commandrate="100000" fakelag="no" localmax="50"
  globalmax="50">
<cidr ipv4clone="32" ipv6clone="128">
<limits maxnick="30">
<channels users="20" opers="60">
<options prefixquit="" defaultbind="ipv4">
<pid file="${folder}/inspircd.pid">
<path configdir="${folder}" datadir="${folder}" logdir="${folder}" runtimedir="${folder}">
<log method="file" type="*" level="default" target="${folder}/log">
${modules.map((name) => `<module name="${name}">`).join("\n")}
`;

/** Starts an InspIRCd and waits until it listens. */
export async function startInspircd(): Promise<ForeignServer> {
  const rights = Deno.uid() === 0 ? ["--runasroot"] : [];
  return await ForeignServer.start({
    program: "inspircd",
    settings,
    args: (file) => ["--nofork", "--nopid", "--config", file, ...rights],
    readyText: "is now running",
  });
}
