/** What a channel is about, to be changed in place by who may. */

import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Buffer } from "../talk/buffer.ts";
import { isLeading } from "./rank.ts";
import { RichText } from "./rich_text.tsx";
import type { Room } from "./room.ts";

/** Draws the topic. Channels lock it as they are made: who does not lead one where it is not has `/topic`. */
export function TopicLine({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode | null {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const { topic } = buffer;
  const { text } = room;
  if (!mayChange(room, buffer)) {
    return <p class="topic" title={topic}>{topic !== "" && <RichText text={topic} />}</p>;
  }
  if (isOpen) return <TopicField room={room} buffer={buffer} onDone={() => setIsOpen(false)} />;
  return (
    <button
      type="button"
      class="topic topic-button"
      ref={button}
      title={topic === "" ? undefined : topic}
      onClick={() => setIsOpen(true)}
    >
      {topic === "" ? text.act.setTopic : (
        <>
          <RichText text={topic} />
          <span class="hidden">, {text.act.changeTopic}</span>
        </>
      )}
    </button>
  );
}

function TopicField(
  { room, buffer, onDone }: { room: Room; buffer: Buffer; onDone: () => void },
): VNode {
  const { topic, name } = buffer;
  const { conversation } = room.network;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const text = field.current?.value.trim() ?? topic;
    if (event.key === "Enter" && text !== topic) {
      const line = formatMessage({ command: "TOPIC", params: [name, text] });
      room.take(conversation.order([line], room.nowMs));
    }
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    onDone();
  };
  return (
    <input
      class="topic-field"
      ref={field}
      aria-label={room.text.part.topic}
      defaultValue={topic}
      maxLength={conversation.support.maxTopicBytes}
      autocomplete="off"
      enterkeyhint="done"
      dir="auto"
      onKeyDown={press}
      // What was changed waits for Enter or Escape.
      onBlur={() => field.current?.value === topic && onDone()}
    />
  );
}

function mayChange({ nick, network }: Room, { isJoined, members }: Buffer): boolean {
  const { isConnected, prefixes } = network.conversation.support;
  const own = members.find((member) => isSameName(member.nick, nick))?.prefixes ?? "";
  return isConnected && isJoined && isLeading(own, prefixes);
}
