/** Channels and people that one talks with. */

import type { VNode } from "preact";
import type { Buffer } from "../talk/buffer.ts";
import { Icon } from "./icon.tsx";
import { Disc, Nick } from "./nick.tsx";
import type { Room } from "./room.ts";

/** Draws the list, and what belongs to oneself below it. */
export function TalkList({ room }: { readonly room: Room }): VNode {
  const { network, text } = room;
  const channels = network.buffers.list.filter(({ kind }) => kind === "channel");
  const people = network.buffers.list.filter(({ kind }) => kind === "person");
  const servers = network.buffers.list.filter(({ kind }) => kind === "server");
  return (
    <nav class="side" aria-label={text.part.menu}>
      <div class="side-head">
        <p class="side-title">
          <bdi>{network.conversation.support.networkName ?? text.product}</bdi>
        </p>
        <IconButton
          icon="search"
          label={text.act.switchTo}
          onClick={() => room.open("switcher")}
        />
      </div>
      <div class="side-body">
        <Group title={text.part.channels} buffers={channels} room={room}>
          <IconButton
            icon="plus"
            label={text.act.joinChannel}
            onClick={() => room.open("channels")}
          />
        </Group>
        {people.length > 0 && <Group title={text.part.people} buffers={people} room={room} />}
        <Group title={text.part.server} buffers={servers} room={room} />
      </div>
      <Self room={room} />
    </nav>
  );
}

function Group(
  { title, buffers, room, children }: {
    title: string;
    buffers: readonly Buffer[];
    room: Room;
    children?: VNode;
  },
): VNode {
  return (
    <section class="group" aria-label={title}>
      <div class="group-head">
        <h2>{title}</h2>
        {children}
      </div>
      <ul>
        {buffers.map((buffer) => (
          <li key={buffer.name}>
            <TalkButton room={room} buffer={buffer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TalkButton({ room, buffer }: { room: Room; buffer: Buffer }): VNode {
  const { name, kind, unreadCount, mentionCount, isMuted, isJoined, isAway } = buffer;
  const isCurrent = buffer === room.current;
  const hasNews = unreadCount > 0 && !isMuted;
  const classes = [
    "talk-button",
    hasNews ? "news" : "",
    isMuted || !isJoined ? "faint" : "",
  ];
  const { text } = room;
  return (
    <button
      type="button"
      class={classes.join(" ")}
      aria-current={isCurrent ? "page" : undefined}
      onClick={() => room.go(name)}
    >
      {kind === "person"
        ? <Disc name={name} />
        : <Icon name={kind === "channel" ? "hash" : "server"} />}
      <bdi class="talk-name">{kind === "channel" ? name.replace(/^#/, "") : name}</bdi>
      {isAway && <span class="talk-mark">{text.part.away}</span>}
      {isMuted && <span class="talk-mark">{text.part.muted}</span>}
      {mentionCount > 0 && <span class="badge" aria-hidden="true">{short(mentionCount)}</span>}
      {hasNews && mentionCount === 0 && <span class="dot" aria-hidden="true" />}
      {hasNews && <span class="hidden">, {text.unread(unreadCount, mentionCount)}</span>}
    </button>
  );
}

function Self({ room }: { room: Room }): VNode {
  const { text } = room;
  return (
    <div class="self">
      <button
        type="button"
        class="self-name"
        onClick={() => room.open("account")}
      >
        <Disc name={room.nick} />
        <span class="self-words">
          <Nick name={room.nick} />
          <span class="self-state">
            {room.isAway
              ? text.part.away
              : room.network.conversation.account === undefined
              ? text.act.account
              : ""}
            {!room.isAway && room.network.conversation.account !== undefined && (
              <bdi>{room.network.conversation.account}</bdi>
            )}
          </span>
        </span>
      </button>
      <IconButton
        icon="help"
        label={text.act.help}
        onClick={() => room.open("help")}
      />
    </div>
  );
}

/** Draws a button that is but a picture. */
export function IconButton(
  { icon, label, onClick, isPressed, className = "" }: {
    readonly icon: Parameters<typeof Icon>[0]["name"];
    readonly label: string;
    readonly onClick: () => void;
    readonly isPressed?: boolean;
    readonly className?: string;
  },
): VNode {
  return (
    <button
      type="button"
      class={`icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function short(count: number): string {
  return count > 99 ? "99+" : `${count}`;
}
