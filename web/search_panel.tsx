/** Search in all that was said. */

import type { VNode } from "preact";
import { Modal } from "./modal.tsx";
import { Disc, Nick } from "./nick.tsx";
import { RichText } from "./rich_text.tsx";
import { englishPanels } from "./panel_text.ts";
import type { Room } from "./room.ts";
import type { Said } from "../talk/event.ts";
import type { SearchQuestion } from "../talk/searches.ts";

/** Draws the question and what was found. */
export function SearchPanel({ room }: { readonly room: Room }): VNode {
  const { text, network, lookup: { found } } = room;
  const words = englishPanels.find;
  const asked = found?.question;
  const where = found === undefined ? room.current.name : asked?.talk;
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const question = questionOf(new FormData(event.currentTarget));
    if (question !== undefined) room.take(room.lookup.search(question, room.nowMs));
  };
  return (
    <Modal
      title={text.part.search}
      closeLabel={text.part.close}
      onClose={() => room.open(undefined)}
    >
      <form class="search-form" onSubmit={ask}>
        <label class="field search-words">
          <span>{words.words}</span>
          <input name="words" type="search" autoFocus defaultValue={asked?.words ?? ""} />
        </label>
        <label class="field">
          <span>{words.from}</span>
          <input name="from" autocapitalize="off" defaultValue={asked?.from ?? ""} />
        </label>
        <label class="field">
          <span>{words.in}</span>
          <select name="talk">
            <option value="">{words.everywhere}</option>
            {network.buffers.list.filter(({ kind }) => kind !== "server").map(({ name }) => (
              <option key={name} value={name} dir="auto" selected={name === where}>{name}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{words.after}</span>
          <input name="after" type="date" />
        </label>
        <label class="field">
          <span>{words.before}</span>
          <input name="before" type="date" />
        </label>
        <button type="submit" class="primary">{englishPanels.act.find}</button>
      </form>
      <Results room={room} />
    </Modal>
  );
}

function Results({ room }: { room: Room }): VNode | null {
  const { text, lookup: { found } } = room;
  if (found === undefined) return null;
  const { said, isWhole } = found;
  if (said === undefined) return <p class="faint" role="status">{englishPanels.askingChannels}</p>;
  return (
    <div class="results" role="log" aria-label={text.part.search} tabIndex={0}>
      {said.length === 0 && <p class="faint">{englishPanels.find.none}</p>}
      {said.map((each, index) => <Result room={room} said={each} key={each.id ?? index} />)}
      {!isWhole && <p class="faint">{englishPanels.find.partial}</p>}
    </div>
  );
}

/** What was found; it leads to where it was said. */
function Result({ room, said }: { room: Room; said: Said }): VNode {
  const { clock, network: { conversation: { support } } } = room;
  const parts = (
    <>
      <Disc name={said.from} />
      <span class="result-words">
        <span class="said-head">
          <Nick name={said.from} /> <bdi class="faint">{said.to}</bdi>
          <time dateTime={clock.iso(said.timeMs)}>{clock.whole(said.timeMs)}</time>
        </span>
        <span class="words">
          <RichText text={said.text} />
        </span>
      </span>
    </>
  );
  if (said.id === undefined || !support.hasHistory) return <div class="result">{parts}</div>;
  return (
    <button
      type="button"
      class="result"
      title={room.text.part.show}
      onClick={() => room.seek(said)}
    >
      {parts}
    </button>
  );
}

function questionOf(data: FormData): SearchQuestion | undefined {
  const read = (name: string): string => String(data.get(name) ?? "").trim();
  const [words, from, talk] = [read("words"), read("from"), read("talk")];
  if (words === "" && from === "") return undefined;
  const after = dayMs(read("after"));
  const before = dayMs(read("before"));
  return {
    words,
    ...from === "" ? {} : { from },
    ...talk === "" ? {} : { talk },
    ...after === undefined ? {} : { afterMs: after },
    ...before === undefined ? {} : { beforeMs: before },
  };
}

/** When a day begins here, where one looks from. */
function dayMs(day: string): number | undefined {
  const timeMs = new Date(`${day}T00:00`).getTime();
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
