/** A message, and what can be done about it. */

import type { VNode } from "preact";
import type { Reaction, SaidEntry } from "../talk/buffer.ts";
import type { Said } from "../talk/event.ts";
import { react, remove } from "./message_acts.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Disc, Nick } from "./nick.tsx";
import { RichText } from "./rich_text.tsx";
import type { Room } from "./room.ts";

/** What can be put under a message at once. */
const quickReactions: readonly string[] = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

/** A message as it is drawn. */
export interface SaidViewProps {
  /** Where it is drawn. */
  readonly room: Room;
  /** Of its row. */
  readonly rowKey: string;
  /** The message. */
  readonly entry: SaidEntry;
  /** The row above is by the same person. */
  readonly isFollowing: boolean;
  /** What can be done is shown. */
  readonly isChosen: boolean;
  /** It was looked for: it is lit for a moment. */
  readonly isFound: boolean;
  /** What can be put under it is shown. */
  readonly isReacting: boolean;
  /** Chooses it; whether the reactions are opened too. */
  readonly onChoose: (isReacting: boolean) => void;
}

/** Draws a message of the log. */
export function SaidView(props: SaidViewProps): VNode {
  const { room, entry, isFollowing, isChosen, isFound, onChoose, rowKey } = props;
  const { said, isMention, redaction } = entry;
  const classes = [
    "row said",
    isFollowing ? "following" : "leading",
    isMention ? "mention" : "",
    isChosen ? "chosen" : "",
    isFound ? "found" : "",
    said.manner,
  ];
  return (
    <div
      key={rowKey}
      class={classes.join(" ")}
      role="article"
      tabIndex={-1}
      data-key={rowKey}
      onMouseEnter={() => isChosen || onChoose(false)}
      onFocusIn={() => isChosen || onChoose(false)}
      onAnimationEnd={() => isFound && room.forgetFound()}
    >
      <Head room={room} said={said} isFollowing={isFollowing} />
      <div class="said-body">
        {said.replyTo !== undefined && <Answered room={room} id={said.replyTo} />}
        {redaction === undefined
          ? <Words room={room} said={said} />
          : (
            <p class="words gone" dir="auto">
              {room.text.redacted(redaction.by, redaction.reason)}
            </p>
          )}
        {entry.reactions.length > 0 && <Reactions room={room} entry={entry} />}
        {isChosen && redaction === undefined && said.id !== undefined && <Tools {...props} />}
      </div>
    </div>
  );
}

/** Draws a message of ours that is on its way. */
export function PendingView(
  { room, said, isFollowing, rowKey }: {
    readonly room: Room;
    readonly said: Said;
    readonly isFollowing: boolean;
    readonly rowKey: string;
  },
): VNode {
  return (
    <div
      key={rowKey}
      class={`row said pending ${isFollowing ? "following" : "leading"} ${said.manner}`}
    >
      <Head room={room} said={said} isFollowing={isFollowing} />
      <div class="said-body">
        <Words room={room} said={said} />
        <span class="hidden">{room.text.part.sending}</span>
      </div>
    </div>
  );
}

function Head(
  { room, said, isFollowing }: { room: Room; said: Said; isFollowing: boolean },
): VNode {
  const { clock } = room;
  const time = (
    <time dateTime={clock.iso(said.timeMs)} title={clock.whole(said.timeMs)}>
      {isFollowing ? clock.brief(said.timeMs) : clock.time(said.timeMs)}
    </time>
  );
  if (isFollowing) {
    return (
      <>
        <span class="gutter">{time}</span>
        <span class="hidden">{said.from}</span>
      </>
    );
  }
  return (
    <>
      <span class="gutter">
        <Disc name={said.from} />
      </span>
      <div class="said-head">
        <button
          type="button"
          class="plain-button"
          tabIndex={-1}
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => room.overlay.ask(said.from, currentTarget)}
        >
          <Nick name={said.from} />
        </button>
        {time}
      </div>
    </>
  );
}

function Words({ room, said }: { room: Room; said: Said }): VNode {
  return (
    <p class="words">
      <RichText text={said.text} onChannel={(name) => room.command(`/join ${name}`)} />
    </p>
  );
}

function Answered({ room, id }: { room: Room; id: string }): VNode | null {
  const found = room.shown.entries.findLast((entry) =>
    entry.kind === "said" && entry.said.id === id
  );
  if (found?.kind !== "said") return null;
  return (
    <button
      type="button"
      class="answered"
      tabIndex={-1}
      title={room.text.part.show}
      onClick={() => room.show(`${found.number}`)}
    >
      <Icon name="reply" />
      <span class="hidden">{room.text.part.replyingTo}</span>
      <Nick name={found.said.from} /> <RichText text={found.said.text.slice(0, 200)} />
    </button>
  );
}

function Reactions({ room, entry }: { room: Room; entry: SaidEntry }): VNode {
  return (
    <div class="reactions" role="group" aria-label={room.text.part.reactions}>
      {entry.reactions.map((reaction: Reaction) => (
        <button
          type="button"
          class="reaction"
          key={reaction.text}
          tabIndex={-1}
          aria-pressed={reaction.nicks.includes(room.nick)}
          aria-label={room.text.reacted(reaction.text, reaction.nicks)}
          title={reaction.nicks.join(", ")}
          onClick={() => react(room, entry, reaction.text)}
        >
          <RichText text={reaction.text} /> {reaction.nicks.length}
        </button>
      ))}
    </div>
  );
}

function Tools({ room, entry, isReacting, onChoose }: SaidViewProps): VNode {
  const { support } = room.network.conversation;
  const words = room.text.act;
  const askAbout = ({ currentTarget }: MouseEvent): void => {
    if (currentTarget instanceof Element) room.overlay.ask(entry.said.from, currentTarget);
  };
  const tool = (name: IconName, label: string, act: (event: MouseEvent) => void) => (
    <button type="button" class="tool" aria-label={label} title={label} onClick={act}>
      <Icon name={name} />
    </button>
  );
  return (
    <div class="tools" role="toolbar">
      {isReacting && quickReactions.map((text) => (
        <button
          type="button"
          class="tool"
          key={text}
          aria-label={`${words.react}: ${text}`}
          onClick={() => {
            react(room, entry, text);
            onChoose(false);
          }}
        >
          {text}
        </button>
      ))}
      {support.hasReact && tool("smile", words.react, () => onChoose(!isReacting))}
      {support.hasReply && tool("reply", words.reply, () => room.answer(entry))}
      {support.hasRedact && entry.said.isOwn &&
        tool("trash", words.remove, () => remove(room, entry))}
      {!entry.said.isOwn && tool("person", room.text.about(entry.said.from), askAbout)}
    </div>
  );
}
