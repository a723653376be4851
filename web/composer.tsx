/** Where one writes. */

import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Buffer } from "../talk/buffer.ts";
import { type Candidate, complete, type Completion, typedEmoji } from "../talk/completion.ts";
import { Icon } from "./icon.tsx";
import { Nick } from "./nick.tsx";
import { RichText } from "./rich_text.tsx";
import type { Room } from "./room.ts";
import { IconButton } from "./talk_list.tsx";
import { useEmoji } from "./emoji_table.ts";
import { completionSources } from "./completion_sources.ts";

const mostOffered = 8;

interface Offer {
  readonly completion: Completion;
  readonly at: number;
}

/** Draws the field, what can be put into it, and what the message will answer. */
export function Composer({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode {
  const { name } = buffer;
  const [text, setText] = useState(() => room.draftOf(name));
  const [offer, setOffer] = useState<Offer | undefined>(undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const cursor = useRef<number | undefined>(undefined);
  const emoji = useEmoji(text);
  const { answering } = room;
  const label = buffer.kind === "server" ? room.text.commandField : room.text.composer(name);

  useLayoutEffect(() => fit(field.current), [text]);
  useLayoutEffect(() => {
    if (cursor.current === undefined) return;
    field.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = undefined;
  });
  useLayoutEffect(() => {
    // A keyboard that slides in unasked hides half of a small screen.
    if (matchMedia("(hover: hover)").matches) field.current?.focus();
  }, []);
  useLayoutEffect(() => {
    if (answering !== undefined) field.current?.focus();
  }, [answering]);
  useEffect(() => {
    // The table has come while a name was typed.
    const at = field.current?.selectionStart;
    if (emoji.size > 0 && at !== undefined) {
      setOffer(offerFor(room, buffer, { text, cursor: at }, emoji));
    }
  }, [emoji]);

  const change = (next: string, at: number): void => {
    const typed = { text: next, cursor: at };
    const named = typedEmoji(typed, emoji);
    if (named !== undefined) {
      next = next.slice(0, named.start) + named.text + next.slice(named.end);
      cursor.current = named.start + named.text.length;
    }
    setText(next);
    setOffer(named === undefined ? offerFor(room, buffer, typed, emoji) : undefined);
    room.keepDraft(name, next);
  };
  const put = ({ completion: { replacement } }: Offer, { text: word }: Candidate): void => {
    const next = text.slice(0, replacement.start) + word + text.slice(replacement.end);
    cursor.current = replacement.start + word.length;
    setText(next);
    setOffer(undefined);
    room.keepDraft(name, next);
    field.current?.focus();
  };
  const send = (): void => {
    if (text.trim() === "") return;
    room.enter(text);
    setText("");
    setOffer(undefined);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (offer !== undefined && pressedInOffer(event, offer, setOffer, put)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && text !== "") {
      const at = field.current?.selectionStart ?? text.length;
      const sources = completionSources(room, buffer, emoji);
      const found = complete({ text, cursor: at }, sources, { before: undefined, step: 1 });
      const [only] = found?.candidates ?? [];
      if (found === undefined || only === undefined) return;
      event.preventDefault();
      const tabbed = { completion: found, at: 0 };
      if (found.candidates.length === 1) put(tabbed, only);
      else setOffer(tabbed);
    } else if (event.key === "ArrowUp" && text === "") {
      const last = room.lastEntered;
      if (last === undefined) return;
      event.preventDefault();
      change(last, last.length);
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        field.current?.focus();
      }}
    >
      {answering !== undefined && <Answering room={room} />}
      {offer !== undefined && <Offers offer={offer} onPick={(each) => put(offer, each)} />}
      <div class="composer-field">
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          enterkeyhint="send"
          dir="auto"
          aria-controls={offer === undefined ? undefined : "offers"}
          aria-activedescendant={offer === undefined ? undefined : `offer-${offer.at}`}
          aria-autocomplete="list"
          onInput={({ currentTarget }) => change(currentTarget.value, currentTarget.selectionStart)}
          onKeyDown={press}
          onBlur={() => setOffer(undefined)}
        />
        <button
          type="submit"
          class="send"
          aria-label={room.text.act.send}
          title={room.text.act.send}
          disabled={text.trim() === ""}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

/** What begins with `@`, `:` or `/` says what it is; other words are completed by Tab alone. */
function offerFor(
  room: Room,
  buffer: Buffer,
  typed: { text: string; cursor: number },
  emoji: ReadonlyMap<string, string>,
): Offer | undefined {
  const word = typed.text.slice(0, typed.cursor).split(/\s/).at(-1) ?? "";
  const isNamed = /^(?:@.|:[a-z0-9+-]{2})/i.test(word);
  const isCommand = /^\/[a-z]*$/i.test(typed.text);
  if (!isNamed && !isCommand) return undefined;
  const sources = completionSources(room, buffer, emoji);
  const completion = complete(typed, sources, { before: undefined, step: 1 });
  if (completion === undefined || completion.candidates.length === 0) return undefined;
  const [only] = completion.candidates;
  const isTyped = completion.candidates.length === 1 && only?.text.trim() === word;
  return isTyped ? undefined : { completion, at: 0 };
}

/** Says whether the key was for the offer. */
function pressedInOffer(
  { key }: KeyboardEvent,
  offer: Offer,
  setOffer: (offer: Offer | undefined) => void,
  put: (offer: Offer, candidate: Candidate) => void,
): boolean {
  const candidates = offer.completion.candidates.slice(0, mostOffered);
  const count = candidates.length;
  const candidate = candidates[offer.at];
  if (key === "ArrowDown") setOffer({ ...offer, at: (offer.at + 1) % count });
  else if (key === "ArrowUp") setOffer({ ...offer, at: (offer.at + count - 1) % count });
  else if (key === "Escape") setOffer(undefined);
  else if ((key === "Enter" || key === "Tab") && candidate !== undefined) put(offer, candidate);
  else return false;
  return true;
}

function Offers({ offer, onPick }: { offer: Offer; onPick: (each: Candidate) => void }): VNode {
  return (
    <ul class="offers" id="offers" role="listbox">
      {offer.completion.candidates.slice(0, mostOffered).map((each, index) => (
        <li
          key={each.label}
          id={`offer-${index}`}
          role="option"
          aria-selected={index === offer.at}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(each);
          }}
        >
          <bdi>{each.label}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Answering({ room }: { room: Room }): VNode | null {
  const said = room.answering?.said;
  if (said === undefined) return null;
  return (
    <div class="answering">
      <Icon name="reply" />
      <span>{room.text.part.replyingTo}</span>
      <Nick name={said.from} />
      <RichText text={said.text.slice(0, 200)} />
      <IconButton
        icon="close"
        label={room.text.part.close}
        onClick={() => room.answer(undefined)}
      />
    </div>
  );
}

/** As high as what is in it, up to what the style allows. */
function fit(field: HTMLTextAreaElement | null): void {
  if (field === null) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
