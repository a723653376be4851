/** What one looks at: its name, its topic, and what can be done with it. */

import type { VNode } from "preact";
import type { Buffer } from "../talk/buffer.ts";
import { Icon } from "./icon.tsx";
import type { Room } from "./room.ts";
import { IconButton } from "./talk_list.tsx";
import { TopicLine } from "./topic_line.tsx";

/** Draws the head of a talk. */
export function TalkHeader({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode {
  const { text, network } = room;
  const { kind, name, members } = buffer;
  const unread = network.buffers.list.some(({ unreadCount, isMuted }) =>
    unreadCount > 0 && !isMuted
  );
  return (
    <header class="head">
      <IconButton
        icon="menu"
        label={text.part.menu}
        className={unread ? "narrow-only has-news" : "narrow-only"}
        onClick={() => room.overlay.slide("talks")}
      />
      <div class="head-words">
        <h1>
          <bdi>{name}</bdi>
        </h1>
        {kind === "channel" && <TopicLine key={name} room={room} buffer={buffer} />}
      </div>
      {network.conversation.support.hasSearch && (
        <IconButton
          icon="search"
          label={text.part.search}
          onClick={() => room.open("search")}
        />
      )}
      {kind === "channel" && (
        <button
          type="button"
          class="member-button"
          aria-label={text.memberCount(members.length)}
          aria-expanded={room.overlay.drawer === "members"}
          title={text.memberCount(members.length)}
          onClick={() => room.overlay.slide("members")}
        >
          <Icon name="people" />
          <span aria-hidden="true">{members.length}</span>
        </button>
      )}
    </header>
  );
}
