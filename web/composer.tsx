/** Where one writes. */

import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { Buffer } from "../talk/buffer.ts";
import type { Candidate, Typed } from "../talk/completion.ts";
import { Composing, type Offer } from "./composing.ts";
import { Icon } from "./icon.tsx";
import { Nick } from "./nick.tsx";
import { RichText } from "./rich_text.tsx";
import type { Room } from "./room.ts";
import { IconButton } from "./talk_list.tsx";

/** Draws the field, what can be put into it, and what the message will answer. */
export function Composer({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const composing = useMemo(() => new Composing(room, buffer, () => redraw(undefined)), []);
  const field = useRef<HTMLTextAreaElement>(null);
  const { answering } = room;
  const { text, offer } = composing;

  useLayoutEffect(() => fit(field.current), [text]);
  useLayoutEffect(() => {
    if (composing.receive()) field.current?.focus();
  });
  useLayoutEffect(() => {
    const cursor = composing.takeCursor();
    if (cursor !== undefined) field.current?.setSelectionRange(cursor, cursor);
  });
  useLayoutEffect(() => {
    // A keyboard that slides in unasked hides half of a small screen.
    if (matchMedia("(hover: hover)").matches || answering !== undefined) field.current?.focus();
  }, [answering]);

  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = field.current;
    if (at !== null && composing.press(event, typedIn(at))) event.preventDefault();
  };
  const label = buffer.kind === "server" ? room.text.commandField : room.text.composer(buffer.name);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        composing.send();
        field.current?.focus();
      }}
    >
      {answering !== undefined && <Answering room={room} />}
      <Returned room={room} composing={composing} />
      {offer !== undefined && <Offers offer={offer} onPick={(each) => composing.put(each)} />}
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
          onInput={({ currentTarget }) => composing.change(typedIn(currentTarget))}
          onKeyDown={press}
          onBlur={() => composing.dismiss()}
        />
        <SendButton room={room} isEmpty={text.trim() === ""} />
      </div>
    </form>
  );
}

function SendButton({ room, isEmpty }: { room: Room; isEmpty: boolean }): VNode {
  const label = room.text.act.send;
  return (
    <button type="submit" class="send" aria-label={label} title={label} disabled={isEmpty}>
      <Icon name="send" />
    </button>
  );
}

function Offers({ offer, onPick }: { offer: Offer; onPick: (each: Candidate) => void }): VNode {
  return (
    <ul class="offers" id="offers" role="listbox">
      {offer.candidates.map((each, index) => (
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

/** What could not be said, while something else is in the field. */
function Returned(
  { room, composing }: { room: Room; composing: Composing },
): VNode | null {
  const { returned } = composing;
  if (composing.text === "" || returned === undefined) return null;
  return (
    <div class="answering" role="status">
      <span>{room.text.part.notSaid}</span>
      <RichText text={returned.slice(0, 200)} />
      <button type="button" class="quiet" onClick={() => composing.putBack()}>
        {room.text.act.putBack}
      </button>
    </div>
  );
}

function typedIn({ value: text, selectionStart: cursor }: HTMLTextAreaElement): Typed {
  return { text, cursor };
}

/** As high as what is in it, up to what the style allows. */
function fit(field: HTMLTextAreaElement | null): void {
  if (field === null) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
