import assert from "node:assert/strict";
import { isupport, maxTopicBytes, maxUsernameLength } from "../../server/core/welcome.ts";
import { maxAnyNickLength } from "../../server/core/user.ts";
import { maxChannelBytes } from "../../wire/casemap.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";

/** As long as a name of a server may be. */
const server = "s".repeat(63);
const nick = "n".repeat(maxAnyNickLength);
const channel = `#${"c".repeat(maxChannelBytes - 1)}`;
const source = `${nick}!${"u".repeat(maxUsernameLength)}@12345678.12345678.12345678.ip`;

Deno.test("the longest topic and reason fit into every line that carries them, with the longest names", () => {
  assert.ok(textRoom(source, "TOPIC", channel) >= maxTopicBytes);
  assert.ok(textRoom(source, "PART", channel) >= maxTopicBytes);
  assert.ok(textRoom(source, "QUIT") >= "Quit: ".length + maxTopicBytes);
  assert.ok(textRoom(server, numeric.RPL_TOPIC, nick, channel) >= maxTopicBytes);
  assert.ok(textRoom(server, numeric.RPL_LIST, nick, channel, "1000000") >= maxTopicBytes);
});

Deno.test("ISUPPORT tells the limits that are kept", () => {
  assert.ok(isupport.includes(`TOPICLEN=${maxTopicBytes}`));
  assert.ok(isupport.includes(`USERLEN=${maxUsernameLength}`));
});
