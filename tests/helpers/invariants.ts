/** What must be true of a world after every step. */

import assert from "node:assert/strict";
import { lobbyName, maxChannelsPerUser } from "../../server/core/channel.ts";
import type { World } from "../../server/core/world.ts";
import { foldName } from "../../wire/casemap.ts";

/**
 * Checks that all registries agree with one another.
 *
 * @throws {assert.AssertionError} where they do not.
 */
export function checkWorld(world: World): void {
  checkChannels(world);
  checkUsers(world);
  for (const session of world.sessions) {
    assert.ok(session.pendingFacts >= 0, `Session ${session.id} has applied more than it emitted`);
    if (session.user === undefined) continue;
    assert.equal(world.users.get(session.user.id), session.user);
    assert.ok(session.user.sessions.includes(session));
  }
}

function checkChannels(world: World): void {
  assert.ok(world.channel(lobbyName), "The lobby is gone");
  for (const [key, channel] of world.channels) {
    assert.equal(key, foldName(channel.name));
    const mayBeEmpty = key === lobbyName || channel.owner !== undefined ||
      channel.places !== undefined;
    assert.ok(channel.members.size > 0 || mayBeEmpty, `${channel.name} is empty`);
    for (const member of channel.members.keys()) {
      assert.equal(world.users.get(member.id), member, `${member.nick} is a ghost in ${key}`);
      assert.equal(member.channels.get(key), channel);
    }
    const sessions = [...channel.members.keys()].flatMap((member) => member.sessions);
    assert.deepEqual(channel.sessions.map(({ id }) => id), sessions.map(({ id }) => id));
  }
}

function checkUsers(world: World): void {
  for (const [id, user] of world.users) {
    assert.equal(id, user.id);
    // Two users of one nick can't both be found by it.
    assert.equal(world.userByNick(user.nick), user, `${user.nick} is not found by nick`);
    assert.equal(user.source, `${user.nick}!${user.username}@${user.host}`);
    assert.ok(user.channels.size <= maxChannelsPerUser);
    for (const [key, channel] of user.channels) {
      assert.equal(world.channels.get(key), channel);
      assert.ok(channel.members.has(user));
    }
    assert.ok(user.links.size > 0, `${user.nick} has no connection`);
    for (const session of user.sessions) {
      assert.equal(session.user, user);
      assert.ok(user.links.has(session.ref ?? ""), `${user.nick} does not know its connection`);
    }
  }
}
