import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";

/** What no honest server says. */
const lies: readonly string[] = [
  "",
  " ",
  ":",
  "@",
  "@=;=;; : :",
  "001",
  ":x 005 mira CHANTYPES= PREFIX=((( CASEMAPPING=\u0000 NICKLEN=-1 :",
  ":x 353",
  ":x 353 mira = #lobby",
  ":x 366",
  "BATCH",
  "BATCH -none",
  "BATCH +a chathistory",
  "@batch=none :x PRIVMSG #lobby :in no batch",
  "@time=never;msgid= :x PRIVMSG #lobby :at no time",
  ":x REDACT #lobby none",
  ":x MARKREAD #lobby timestamp=soon",
  "@+draft/react=;+reply=none :x TAGMSG #lobby",
  ":x NICK",
  ":mira!a@b NICK :",
  ":x MODE #lobby +ooooo",
  ":x TOPIC",
  `:x TOPIC #lobby :${"t".repeat(10_000)}`,
  `:x PRIVMSG #lobby :${"w".repeat(100_000)}`,
  `:${"a\u0301".repeat(500)}\u202e!a@b PRIVMSG #lobby :\u0301\u0301\u0301`,
  "CAP",
  "CAP * NEW :",
  "AUTHENTICATE",
  "FAIL",
  ":x 999999 nonsense",
  ":x KICK #nowhere nobody",
];

peerTest("a server that lies breaks nothing in the page", browserPeers, async () => {
  await using server = await startServer(["--memory"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const mira = await browser.visit({ webPort: server.webPort });
  const { page } = mira;
  await page.routeWebSocket(/^ws:/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => socket.send(message));
    socket.onMessage((message) => {
      upstream.send(message);
      if (!String(message).includes("start lying")) return;
      for (const lie of lies) socket.send(lie);
      const members = Array.from({ length: 5000 }, (_, at) => `member${at}`);
      socket.send(`:x 353 mira = #lobby :${members.join(" ")}`);
      socket.send(":x 366 mira #lobby :End");
      for (let at = 0; at < 2000; at++) socket.send(`:x 322 mira #c${at} 1 :topic`);
      socket.send("@msgid=last :honest!a@b PRIVMSG #lobby :that was all");
    });
  });
  await page.reload();
  await mira.enters("mira");
  await mira.says("start lying");
  // What has no name may be shown, but what is real is still there.
  await mira.goes("lobby");
  await mira.sees("that was all");
  await mira.says("still here");
  await mira.sees("still here");
  browser.assertSound();
  await mira.leaves();
});
