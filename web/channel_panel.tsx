/** The server's channels, to join one or make one. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";
import { RichText } from "./rich_text.tsx";
import { englishPanels } from "./panel_text.ts";
import type { Room } from "./room.ts";

const mostShown = 200;

/** Draws them; the field filters, and joins what it names. */
export function ChannelPanel({ room }: { readonly room: Room }): VNode {
  const [part, setPart] = useState("");
  const { text, lookup: { listed } } = room;
  const wanted = part.trim().toLowerCase();
  const fitting = (listed ?? [])
    .filter(({ name, topic }) => `${name} ${topic}`.toLowerCase().includes(wanted))
    .sort((one, other) => other.memberCount - one.memberCount);
  const join = (name: string): void => {
    room.open(undefined);
    room.command(`/join ${name}`);
  };
  return (
    <Modal
      title={text.act.joinChannel}
      closeLabel={text.part.close}
      onClose={() => room.open(undefined)}
    >
      <form
        class="field-row"
        onSubmit={(event) => {
          event.preventDefault();
          const name = part.trim().split(/\s/, 1)[0] ?? "";
          if (name !== "") join(/^[#&]/.test(name) ? name : `#${name}`);
        }}
      >
        <input
          class="wide-field"
          autoFocus
          value={part}
          aria-label={englishPanels.filterChannels}
          placeholder={englishPanels.filterChannels}
          autocapitalize="off"
          autocomplete="off"
          onInput={({ currentTarget }) => setPart(currentTarget.value)}
        />
        <button type="submit" class="primary">{text.act.joinChannel}</button>
      </form>
      {listed === undefined && <p class="faint" role="status">{englishPanels.askingChannels}</p>}
      <ul class="choices">
        {fitting.slice(0, mostShown).map(({ name, topic, memberCount }) => (
          <li key={name}>
            <button type="button" class="channel-choice" onClick={() => join(name)}>
              <Icon name="hash" />
              <bdi class="talk-name">{name.replace(/^#/, "")}</bdi>
              <span class="faint">{text.memberCount(memberCount)}</span>
              {topic !== "" && <RichText text={topic} />}
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
