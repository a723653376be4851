import assert from "node:assert/strict";
import { BreakingNetwork } from "../../helpers/breaking_network.ts";
import { startInspircd } from "../../helpers/inspircd.ts";
import { startNgircd } from "../../helpers/ngircd.ts";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";

for (
  const [name, peer, start] of [
    ["ngIRCd", "ngircd", startNgircd],
    ["InspIRCd", "inspircd", startInspircd],
  ] as const
) {
  peerTest(`people at terminals talk over ${name}, and come back`, ["tmux", peer], async () => {
    await using server = await start();
    await using network = new BreakingNetwork(server.port);
    await using ann = await Person.start({ port: network.port });
    await ann.sees("you joined #lobby");
    await using bob = await Person.start({ port: server.port, nick: "ann" });
    await bob.sees("you joined #lobby");
    await bob.presses("M-1");
    await bob.sees('Nick "ann" is taken; you are "ann2"');
    await bob.presses("M-2");
    await bob.sees("Write to #lobby");
    await ann.sees("ann2 joined");
    await ann.enters("hello 漢字");
    await ann.sees(/ann │ hello 漢字/);
    await bob.sees(/ann │ hello 漢字/);
    await bob.enters("/me waves");
    await ann.sees("ann2 waves");
    await bob.enters("/topic about this");
    await bob.enters("/whois ann");
    await bob.sees(/ann is .*#lobby|ann is in/);
    await bob.enters("/msg ann psst");
    await ann.sees(/^3 {2}ann2 +1/);
    network.break();
    await ann.sees("Connection lost");
    await ann.enters("/reconnect");
    await ann.sees("Connected again");
    await bob.enters("still here?");
    const rows = await ann.sees("still here?");
    assert.match(rows[1] ?? "", /^2 {2}#lobby/);
    await ann.enters("/quit bye");
    await ann.sees("exit code 0");
    await bob.sees(/ann left/);
  });
}
