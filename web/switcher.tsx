/** Goes to a channel or person by some letters of the name. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";
import { Disc } from "./nick.tsx";
import type { Room } from "./room.ts";

const mostShown = 12;

/** Draws the switcher: arrows choose, Enter goes. */
export function Switcher({ room }: { readonly room: Room }): VNode {
  const [part, setPart] = useState("");
  const [at, setAt] = useState(0);
  const names = candidates(room, part);
  const close = (): void => room.open(undefined);
  const press = (event: KeyboardEvent): void => {
    const last = names.length - 1;
    if (event.key === "ArrowDown") setAt(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") setAt(at <= 0 ? last : at - 1);
    else return;
    event.preventDefault();
  };
  const go = (name: string | undefined): void => {
    if (name !== undefined) room.go(name);
  };
  return (
    <Modal title={room.text.act.switchTo} closeLabel={room.text.part.close} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go(names[at] ?? names[0]);
        }}
      >
        <input
          class="wide-field"
          autoFocus
          value={part}
          role="combobox"
          aria-expanded="true"
          aria-controls="switcher-list"
          aria-activedescendant={names.length > 0 ? `switcher-${at}` : undefined}
          aria-label={room.text.act.switchTo}
          autocomplete="off"
          onKeyDown={press}
          onInput={({ currentTarget }) => {
            setPart(currentTarget.value);
            setAt(0);
          }}
        />
        <ul class="choices" id="switcher-list" role="listbox" aria-label={room.text.act.switchTo}>
          {names.map((name, index) => (
            <li
              key={name}
              id={`switcher-${index}`}
              role="option"
              aria-selected={index === at}
              onClick={() => go(name)}
            >
              {room.network.buffers.find(name)?.kind === "channel"
                ? <Icon name="hash" />
                : <Disc name={name} />}
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </form>
    </Modal>
  );
}

/** Talks first, those with news before the others, then people of this channel. */
function candidates({ network, current, nick: own }: Room, part: string): readonly string[] {
  const talks = [...network.buffers.list].sort((one, other) =>
    Number(other.mentionCount > 0) - Number(one.mentionCount > 0) ||
    Number(other.unreadCount > 0) - Number(one.unreadCount > 0)
  );
  const people = part === "" ? [] : current?.members.map(({ nick }) => nick) ?? [];
  const names = [...new Set([...talks.map(({ name }) => name), ...people])];
  const wanted = part.toLowerCase();
  const fitting = names.filter((name) =>
    name.toLowerCase().includes(wanted) && (name !== current?.name || wanted !== "") &&
    name !== own
  );
  return fitting.slice(0, mostShown);
}
