/** What was said in the talk that one looks at. */

import type { VNode } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Buffer } from "../talk/buffer.ts";
import { movesText } from "../talk/folded.ts";
import { sentenceOf } from "../talk/sentence.ts";
import { remove } from "./message_acts.ts";
import { Icon } from "./icon.tsx";
import { isBadNews, LineView } from "./line_view.tsx";
import type { Room } from "./room.ts";
import type { Row } from "./row.ts";
import { RowBuilder } from "./row_builder.ts";
import { RowList } from "./row_list.tsx";
import { PendingView, SaidView } from "./said_view.tsx";

interface Chosen {
  readonly key: string;
  readonly isReacting: boolean;
}

/** Draws the messages of a talk, or of a part of its past. */
export function LogView({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode {
  const builder = useMemo(() => new RowBuilder(), [buffer]);
  const rows = builder.build(buffer);
  const [chosen, setChosen] = useState<Chosen | undefined>(undefined);
  const frame = useRef<HTMLDivElement>(null);
  const words = room.text.part;

  const draw = (row: Row): VNode => drawRow(room, row, chosen, setChosen);
  const press = (event: KeyboardEvent): void => pressed(event, { room, rows, frame, setChosen });
  return (
    <div class="log-frame" ref={frame} onMouseLeave={() => setChosen(undefined)}>
      <RowList
        rows={rows}
        draw={draw}
        label={`${words.messages}: ${buffer.name}`}
        target={room.sight.target}
        goesOn={buffer.newer !== "none"}
        onTop={() => room.more("before")}
        onBottom={() => room.more("after")}
        onEnd={(isAtEnd) => room.setAtEnd(isAtEnd)}
        onKeyDown={press}
      />
      <Waiting room={room} buffer={buffer} />
      {rows.length === 0 && <p class="log-empty">{words.noMessages}</p>}
      {!room.sight.isAtEnd && (
        <button
          type="button"
          class="to-end"
          onClick={() => room.show(undefined)}
        >
          <Icon name="down" />
          {words.toLatest}
        </button>
      )}
    </div>
  );
}

/** What is asked for is said where it will appear. */
function Waiting({ room, buffer }: { room: Room; buffer: Buffer }): VNode | null {
  const words = room.text.part;
  if (room.sight.isSeeking) return <p class="log-note" role="status">{words.seeking}</p>;
  if (buffer.older === "asked") return <p class="log-note" role="status">{words.older}</p>;
  return null;
}

function drawRow(
  room: Room,
  row: Row,
  chosen: Chosen | undefined,
  choose: (chosen: Chosen) => void,
): VNode {
  const { key } = row;
  switch (row.kind) {
    case "day":
      return (
        <div key={key} class="row day" role="separator">
          <span>{room.clock.day(row.timeMs, room.nowMs)}</span>
        </div>
      );
    case "unread":
      return (
        <div key={key} class="row unread-line" role="separator">
          <span>{room.text.part.newMessages}</span>
        </div>
      );
    case "moves":
      return (
        <LineView key={key} room={room} timeMs={row.moves[0]?.timeMs ?? 0}>
          {movesText(row.moves)}
        </LineView>
      );
    case "entry":
      return drawEntry(room, row, chosen, choose);
    case "pending": {
      const { pending: { said }, isFollowing } = row;
      return (
        <PendingView key={key} rowKey={key} room={room} said={said} isFollowing={isFollowing} />
      );
    }
  }
}

function drawEntry(
  room: Room,
  { key, entry, isFollowing }: Extract<Row, { kind: "entry" }>,
  chosen: Chosen | undefined,
  choose: (chosen: Chosen) => void,
): VNode {
  switch (entry.kind) {
    case "said":
      return (
        <SaidView
          key={key}
          rowKey={key}
          room={room}
          entry={entry}
          isFollowing={isFollowing}
          isChosen={chosen?.key === key}
          isFound={room.sight.found === key}
          isReacting={chosen?.key === key && chosen.isReacting}
          onChoose={(isReacting) => choose({ key, isReacting })}
        />
      );
    case "moved":
      return (
        <LineView key={key} room={room} timeMs={entry.moved.timeMs}>
          {movesText([entry.moved])}
        </LineView>
      );
    case "told":
      return (
        <LineView key={key} room={room} timeMs={entry.told.timeMs} isBad={isBadNews(entry.told)}>
          {sentenceOf(entry.told, room.current.name)}
        </LineView>
      );
    case "note":
      return (
        <LineView key={key} room={room} timeMs={entry.timeMs} isBad={entry.isBad}>
          {entry.text}
        </LineView>
      );
  }
}

interface Keys {
  readonly room: Room;
  readonly rows: readonly Row[];
  readonly frame: { readonly current: HTMLElement | null };
  readonly setChosen: (chosen: Chosen) => void;
}

/** Arrows go from message to message; letters act on the one that has the focus. */
function pressed(event: KeyboardEvent, { room, rows, frame, setChosen }: Keys): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const focused = document.activeElement?.closest("[data-key]");
  const drawn = [...frame.current?.querySelectorAll<HTMLElement>("[data-key]") ?? []];
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const at = drawn.findIndex((each) => each === focused);
    const by = event.key === "ArrowUp" ? -1 : 1;
    const next = at < 0 ? drawn.at(-1) : drawn[at + by];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
    return;
  }
  const key = focused?.getAttribute("data-key");
  const row = rows.find((each) => each.key === key);
  if (row?.kind !== "entry" || row.entry.kind !== "said" || document.activeElement !== focused) {
    return;
  }
  const { hasReply, hasReact, hasRedact } = room.network.conversation.support;
  if (event.key === "r" && hasReply) room.answer(row.entry);
  else if (event.key === "e" && hasReact) setChosen({ key: row.key, isReacting: true });
  else if (event.key === "Delete" && hasRedact && row.entry.said.isOwn) remove(room, row.entry);
  else if (event.key === "Enter" && focused) room.overlay.ask(row.entry.said.from, focused);
  else return;
  event.preventDefault();
}
