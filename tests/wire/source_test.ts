import assert from "node:assert/strict";
import { parseSource } from "../../wire/source.ts";

const vectors: readonly (readonly [source: string, nick: string, user: string, host: string])[] = [
  ["", "", "", ""],
  ["ann", "ann", "", ""],
  ["chat.local", "chat.local", "", ""],
  ["ann!a@host.example", "ann", "a", "host.example"],
  ["ann!~a@2001:db8::1", "ann", "~a", "2001:db8::1"],
  ["ann@host.example", "ann", "", "host.example"],
  ["ann!a", "ann", "a", ""],
  ["ann!@", "ann", "", ""],
  ["!a@h", "", "a", "h"],
  ["@h", "", "", "h"],
  ["ann!a@h@i", "ann", "a", "h@i"],
  ["a@b!c@d", "a@b", "c", "d"],
  ["ann!a!b@h", "ann", "a!b", "h"],
  ["[a]^`{}|\\!u@den/hut", "[a]^`{}|\\", "u", "den/hut"],
  ["ann!a@h\x03", "ann", "a", "h\x03"],
];

for (const [source, nick, user, host] of vectors) {
  Deno.test(`parseSource takes "${source}" apart`, () => {
    assert.deepEqual(parseSource(source), { nick, user, host });
  });
}
