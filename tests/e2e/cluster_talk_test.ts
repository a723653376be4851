/** People on several servers that are one chat. */

import assert from "node:assert/strict";
import { hashPassword } from "../../server/accounts/password_hash.ts";
import { NatsCluster } from "../helpers/nats_cluster.ts";
import { natsPeers } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";

const names = ["a", "b", "c"];

/** Who is in a channel, by nick, as one of them is told. */
async function namesOf(client: WireClient, channel: string): Promise<readonly string[]> {
  await client.sends(`NAMES ${channel}\r\n`);
  const [, text = ""] = await client.expects(new RegExp(` 353 \\S+ . ${channel} :(.*)\r\n`));
  await client.expects(` ${channel} :End of /NAMES list`);
  return text.split(" ").sort();
}

peerTest(
  "by TCP, by WebSocket and without IRC people of three servers talk",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names, () => ({ hasWeb: true }));
    const [a, b, c] = [cluster.node("a"), cluster.node("b"), cluster.node("c")];
    await using ann = await WireClient.joined(a.port, "ann", "echo-message");
    await using bob = await WebClient.connect({ port: b.server.webPort, name: "bob" });
    await bob.registers("bob");
    await ann.expects(/:bob!~bob@\S+ JOIN #lobby\r\n/);
    await using cat = await WireClient.plain(c.port, "cat");
    await ann.expects(/:cat!~plain@\S+ JOIN #lobby\r\n/);
    await bob.expects(/:cat!~plain@\S+ JOIN #lobby\n/);
    await ann.sends("PRIVMSG #lobby :from ann\r\n");
    await ann.expects(":ann!~ann@");
    await ann.expects("PRIVMSG #lobby :from ann\r\n");
    await bob.expects(/:ann!\S+ PRIVMSG #lobby :from ann\n/);
    await cat.expects("ann: from ann\n");
    bob.sends("PRIVMSG cat :only for you");
    await cat.expects("bob (private): only for you\n");
    await cat.sends("from cat\n");
    await ann.expects(/:cat!\S+ PRIVMSG #lobby :from cat\r\n/);
    await bob.expects(/:cat!\S+ PRIVMSG #lobby :from cat\n/);
    assert.deepEqual(await namesOf(ann, "#lobby"), ["ann", "bob", "cat"]);
    await ann.sends("WHOIS cat\r\n");
    await ann.expects(/ 312 ann cat c :/);
    await cat.sends("exit\n");
    await ann.expects(/:cat!\S+ QUIT /);
    await bob.expects(/:cat!\S+ QUIT /);
  },
);

peerTest(
  "everybody's messages are in one order, with the same ids and times everywhere",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    const capabilities = "echo-message message-tags server-time";
    const clients = await Promise.all(
      cluster.nodes.map(({ port, name }) => WireClient.joined(port, `on-${name}`, capabilities)),
    );
    await cluster.settles();
    const count = 100;
    await Promise.all(clients.map(async (client, at) => {
      for (let number = 0; number < count; number++) {
        await client.sends(`PRIVMSG #lobby :${at} ${number}\r\n`);
      }
    }));
    const seen = await Promise.all(clients.map(async (client) => {
      const lines: string[] = [];
      while (lines.length < clients.length * count) {
        const [, tags = "", text = ""] = await client.expects(
          /@(\S+) \S+ PRIVMSG #lobby :(.*)\r\n/,
        );
        lines.push(`${tags} ${text}`);
      }
      return lines;
    }));
    for (const [at, client] of clients.entries()) {
      assert.deepEqual(seen[at], seen[0]);
      const own = seen[0]?.filter((line) => line.includes(` ${at} `)).map((line) =>
        line.split(" ")[2]
      );
      assert.deepEqual(own, Array.from({ length: count }, (_, number) => `${number}`));
      await client.close();
    }
  },
);

peerTest(
  "two servers claim a nick at once: one of them gets it, and all agree who",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    await using judge = await WireClient.joined(cluster.node("c").port, "judge");
    for (let round = 0; round < 5; round++) {
      const nick = `nick${round}`;
      const rivals = await Promise.all(
        ["a", "b"].map((name) => WireClient.connect(cluster.node(name).port, name)),
      );
      await Promise.all(rivals.map((rival) => rival.sends(`NICK ${nick}\r\nUSER x 0 * :x\r\n`)));
      const outcomes = await Promise.all(rivals.map(async (rival) => {
        const [, number] = await rival.expects(/ (001|433) /);
        return number;
      }));
      assert.deepEqual(outcomes.toSorted(), ["001", "433"]);
      const winner = outcomes.indexOf("001");
      await cluster.settles();
      await judge.sends(`WHOIS ${nick}\r\n`);
      await judge.expects(new RegExp(` 312 judge ${nick} ${["a", "b"][winner]} :`));
      for (const rival of rivals) await rival.close();
    }
    // The same while they are here already.
    const rivals = await Promise.all(
      ["a", "b"].map((name) => WireClient.joined(cluster.node(name).port, `was-${name}`)),
    );
    await Promise.all(rivals.map((rival) => rival.sends("NICK prize\r\n")));
    const outcomes = await Promise.all(rivals.map(async (rival, at) => {
      const own = `:was-${["a", "b"][at]}!\\S+ NICK :?prize\r\n`;
      const [what] = await rival.expects(new RegExp(`${own}| 433 `));
      return what === " 433 ";
    }));
    assert.equal(outcomes.filter((isRefused) => isRefused).length, 1);
    for (const rival of rivals) await rival.close();
  },
);

peerTest(
  "a kick races a message: what came behind it is refused to its sender and seen by nobody",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    await using op = await WireClient.joined(cluster.node("a").port, "op");
    await using bob = await WireClient.joined(cluster.node("b").port, "bob", "echo-message");
    await using eve = await WireClient.joined(cluster.node("c").port, "eve");
    await op.sends("JOIN #x\r\n");
    await op.expects(/ 366 op #x /);
    await cluster.settles();
    for (const client of [bob, eve]) await client.sends("JOIN #x\r\nMODE #x\r\n");
    for (const client of [bob, eve]) await client.expects(/ 324 \S+ #x /);
    await cluster.settles();
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        bob.sends(Array.from({ length: 40 }, (_, at) => `PRIVMSG #x :${round} ${at}\r\n`).join("")),
        op.sends("KICK #x bob :enough\r\n"),
      ]);
      await bob.barrier();
      await op.barrier();
      await cluster.settles();
      await eve.barrier();
      await bob.sends("JOIN #x\r\n");
      await bob.expects(/ 366 bob #x /);
      await cluster.settles();
    }
    await cluster.settles();
    await eve.barrier();
    /** What was said in #x, and the kicks. */
    const seenBy = ({ feed }: WireClient) =>
      feed.text.split("\r\n").map((line) => line.replace(/^\S+ /, ""))
        .filter((line) => /^(?:PRIVMSG #x|KICK #x)/.test(line));
    const seen = seenBy(eve);
    assert.deepEqual(seenBy(op), seen);
    assert.deepEqual(seenBy(bob), seen, "bob's echoes and kicks");
    const refused = bob.feed.text.match(/ (?:404|442|403|482) bob #x /g)?.length ?? 0;
    const said = seen.filter((line) => line.startsWith("PRIVMSG")).length;
    assert.equal(said + refused, 200, "each message was either seen by all or refused");
    assert.equal(seen.length - said, 5);
    for (let round = 0; round < 5; round++) {
      const numbers = seen.filter((line) => line.includes(`:${round} `)).map((line) =>
        line.split(" ")[3]
      );
      assert.deepEqual(
        numbers,
        numbers.map((_, at) => `${at}`),
        "no message is left out before one that was seen",
      );
    }
  },
);

peerTest(
  "modes, bans, topics and metadata of a channel hold on all servers",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    const capabilities = "draft/metadata-2 batch labeled-response";
    await using ann = await WireClient.joined(cluster.node("a").port, "ann", capabilities);
    await ann.sends("JOIN #tea\r\nTOPIC #tea :Green or black?\r\nMODE #tea +kl sugar 7\r\n");
    await ann.sends("MODE #tea +b eve!*@*\r\nMETADATA #tea SET url :https://tea.example\r\n");
    await ann.barrier();
    await cluster.settles();
    await using bob = await WireClient.joined(cluster.node("b").port, "bob", capabilities);
    await bob.sends("JOIN #tea wrong\r\n");
    await bob.expects(/ 475 bob #tea /);
    await bob.sends("JOIN #tea sugar\r\nMODE #tea\r\nMETADATA #tea GET url\r\n");
    await bob.expects(/ 332 bob #tea :Green or black\?\r\n/);
    await bob.expects(/ 324 bob #tea \+\S*kl/);
    await bob.expects(/761 bob #tea url \* :https:\/\/tea\.example\r\n/);
    await using eve = await WireClient.joined(cluster.node("c").port, "eve");
    await eve.sends("JOIN #tea sugar\r\n");
    await eve.expects(/ 474 eve #tea /);
    await bob.sends("TOPIC #tea :Coffee\r\n");
    await bob.expects(/ 482 bob #tea /);
    await ann.sends("MODE #tea +o bob\r\n");
    await bob.expects(/MODE #tea \+o bob\r\n/);
    await bob.sends("TOPIC #tea :Coffee\r\nMODE #tea -b+v eve!*@* ann\r\n");
    await ann.expects(/:bob!\S+ TOPIC #tea :?Coffee\r\n/);
    await ann.expects(/:bob!\S+ MODE #tea -b\+v eve!\*@\* ann\r\n/);
    await cluster.settles();
    await eve.sends("JOIN #tea sugar\r\n");
    await eve.expects(/ 366 eve #tea /);
    assert.deepEqual(await namesOf(eve, "#tea"), ["@ann", "@bob", "eve"]);
  },
);

peerTest(
  "an account has connections to two servers, which are one user with one past",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    const [a, b, c] = cluster.nodes.map(({ port }) => port);
    const capabilities = "sasl echo-message message-tags server-time batch draft/chathistory " +
      "draft/read-marker draft/message-redaction away-notify";
    const logIn = async (port: number | undefined, name: string): Promise<WireClient> => {
      const client = await WireClient.connect(port ?? 0, name);
      const proof = btoa("\0ann\0sesame-1");
      await client.sends(`CAP REQ :${capabilities}\r\nAUTHENTICATE PLAIN\r\n`);
      await client.expects("AUTHENTICATE +");
      await client.sends(`AUTHENTICATE ${proof}\r\n`);
      await client.expects(/ 903 /);
      await client.sends("NICK ann\r\nUSER ann 0 * :Ann\r\nCAP END\r\n");
      await client.expects(/ 001 ann /);
      return client;
    };
    {
      await using first = await WireClient.connect(a ?? 0, "ann");
      await first.sends("NICK ann\r\nUSER ann 0 * :x\r\nREGISTER * * sesame-1\r\n");
      await first.expects("REGISTER SUCCESS ann ");
      await first.sends("QUIT\r\n");
      await first.feed.ended();
    }
    await cluster.settles();
    await using bob = await WireClient.joined(c ?? 0, "bob", capabilities);
    await using desk = await logIn(a, "desk");
    await desk.sends("JOIN #lobby\r\n");
    await desk.expects(/ 366 ann #lobby /);
    await using phone = await logIn(b, "phone");
    await phone.expects(/ann!\S+ JOIN #lobby\r\n/);
    await bob.expects(/ann!\S+ JOIN #lobby\r\n/);
    await phone.sends("PRIVMSG #lobby :from the phone\r\n");
    await desk.expects(/ann!\S+ PRIVMSG #lobby :from the phone\r\n/);
    await bob.expects(/ann!\S+ PRIVMSG #lobby :from the phone\r\n/);
    await bob.sends("PRIVMSG ann :for both\r\n");
    await phone.expects(/bob!\S+ PRIVMSG ann :for both\r\n/);
    await desk.expects(/bob!\S+ PRIVMSG ann :for both\r\n/);
    await desk.sends("MARKREAD #lobby timestamp=2026-01-02T03:04:05.678Z\r\n");
    await phone.expects("MARKREAD #lobby timestamp=2026-01-02T03:04:05.678Z\r\n");
    await desk.sends("AWAY :at lunch\r\n");
    await desk.barrier();
    await cluster.settles();
    assert.doesNotMatch(await bob.barrier(), /AWAY/);
    await phone.sends("AWAY :on the train\r\n");
    await bob.expects(/:ann!\S+ AWAY :/);
    await desk.sends("QUIT :bye\r\n");
    await desk.feed.ended();
    await cluster.settles();
    assert.doesNotMatch(await bob.barrier(), /QUIT/);
    await phone.sends("CHATHISTORY LATEST bob * 10\r\n");
    await phone.expects(/bob!\S+ PRIVMSG ann :for both\r\n/);
    await phone.sends("QUIT :bye\r\n");
    await bob.expects(/:ann!\S+ QUIT /);
  },
);

peerTest(
  "a message is taken back on all servers, and typing passes and is not kept",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(names);
    const capabilities =
      "echo-message message-tags batch draft/chathistory draft/message-redaction " +
      "draft/event-playback";
    await using ann = await WireClient.joined(cluster.node("a").port, "ann", capabilities);
    await using bob = await WireClient.joined(cluster.node("b").port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN/);
    const before = await cluster.node("a").key();
    await bob.sends("@+typing=active TAGMSG #lobby\r\n");
    await ann.expects(/@\S*\+typing=active\S* :bob!\S+ TAGMSG #lobby\r\n/);
    assert.equal(await cluster.node("a").key(), before, "it has no place in the order");
    await bob.sends("@+draft/react=x;+draft/reply=y TAGMSG #lobby\r\n");
    await ann.expects(/react/);
    assert.equal(await cluster.node("a").key(), before + 1, "a reaction has one");
    await ann.sends("PRIVMSG #lobby :a secret\r\nPRIVMSG #lobby :something else\r\n");
    const [, msgid = ""] = await ann.expects(
      /msgid=([^;\s]+)\S* :ann!\S+ PRIVMSG #lobby :a secret\r\n/,
    );
    await bob.expects("a secret\r\n");
    await ann.sends(`REDACT #lobby ${msgid} :oops\r\n`);
    await bob.expects(new RegExp(`:ann!\\S+ REDACT #lobby ${msgid} :?oops\r\n`));
    await cluster.settles();
    await using late = await WireClient.joined(cluster.node("c").port, "late", capabilities);
    for (const client of [bob, late]) {
      await client.sends("CHATHISTORY LATEST #lobby * 100\r\n");
      const [text = ""] = await client.expects(/BATCH \+[^]*BATCH -\S+\r\n/);
      assert.match(text, /something else/);
      assert.doesNotMatch(text, /PRIVMSG #lobby :a secret/);
      assert.doesNotMatch(text, /typing/);
    }
  },
);

peerTest(
  "operators of one server reach people of all, and each server has its own",
  natsPeers,
  async () => {
    const hash = await hashPassword("sesame");
    const folder = await Deno.makeTempDir({ prefix: "chat-operators-" });
    await Deno.writeTextFile(`${folder}/chat.toml`, `[operators]\nroot = "${hash}"\n`);
    try {
      const args = ["--config", `${folder}/chat.toml`];
      await using cluster = await NatsCluster.start(names, (name) => name === "a" ? { args } : {});
      await using op = await WireClient.joined(cluster.node("a").port, "op");
      await using bob = await WireClient.joined(cluster.node("b").port, "bob");
      await using eve = await WireClient.joined(cluster.node("c").port, "eve");
      await bob.sends("OPER root sesame\r\n");
      await bob.expects(/ (?:464|491) bob /);
      await op.sends("OPER root sesame\r\n");
      await op.expects(/ 381 op /);
      await op.sends("KILL eve :spam\r\n");
      await eve.expects(/:op!\S+ KILL eve :?spam\r\n/);
      await eve.feed.ended();
      await bob.expects(/:eve!\S+ QUIT :Killed \(op \(spam\)\)\r\n/);
      await op.sends("KLINE 5 bob!*@* :away with you\r\n");
      await bob.expects(/ERROR :.*away with you/);
      await bob.feed.ended();
      await cluster.settles();
      await using again = await WireClient.connect(cluster.node("c").port, "again");
      await again.sends("NICK bob\r\nUSER x 0 * :x\r\n");
      await again.expects("away with you");
      const rows = await cluster.node("b").nodes();
      assert.deepEqual(
        rows.map(({ name, isOwn, users }) => ({ name, isOwn, users })).toSorted(
          (one, other) => one.name < other.name ? -1 : 1,
        ),
        [
          { name: "a", isOwn: false, users: 1 },
          { name: "b", isOwn: true, users: 0 },
          { name: "c", isOwn: false, users: 0 },
        ],
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
