/** Who is in a channel. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Buffer, Member } from "../talk/buffer.ts";
import { Disc, Nick } from "./nick.tsx";
import type { Room } from "./room.ts";
import { IconButton } from "./talk_list.tsx";

// A channel of thousands is searched, not read.
const mostDrawn = 300;

/** Draws the members of a channel; one of them can be chosen to be written to. */
export function MemberList({ room, buffer }: { readonly room: Room; buffer: Buffer }): VNode {
  const [part, setPart] = useState("");
  const { text } = room;
  const { members } = buffer;
  const wanted = part.toLowerCase();
  const fitting = wanted === ""
    ? members
    : members.filter(({ nick }) => nick.toLowerCase().includes(wanted));
  return (
    <aside class="members" aria-label={text.part.members}>
      <div class="side-head">
        <h2>{text.memberCount(members.length)}</h2>
        <IconButton
          icon="close"
          label={text.part.close}
          className="narrow-only"
          onClick={() => room.overlay.slide(undefined)}
        />
      </div>
      {members.length > 20 && (
        <input
          class="member-filter"
          type="search"
          value={part}
          placeholder={text.part.search}
          aria-label={`${text.part.search}: ${text.part.members}`}
          onInput={({ currentTarget }) => setPart(currentTarget.value)}
        />
      )}
      <ul>
        {fitting.slice(0, mostDrawn).map((member) => (
          <li key={member.nick}>
            <MemberButton room={room} member={member} />
          </li>
        ))}
        {fitting.length > mostDrawn && <li class="faint">+{fitting.length - mostDrawn}</li>}
      </ul>
    </aside>
  );
}

function MemberButton({ room, member }: { room: Room; member: Member }): VNode {
  const { nick, prefixes, isAway } = member;
  const isSelf = nick === room.nick;
  const { text } = room;
  return (
    <button
      type="button"
      class={isAway === true ? "member faint" : "member"}
      disabled={isSelf}
      aria-haspopup={isSelf ? undefined : "dialog"}
      onClick={({ currentTarget }) => room.overlay.ask(nick, currentTarget)}
    >
      <Disc name={nick} />
      <Nick name={nick} />
      {prefixes !== "" && <span class="rank">{prefixes.slice(0, 1)}</span>}
      {isSelf && <span class="talk-mark">{text.part.you}</span>}
      {isAway === true && <span class="talk-mark">{text.part.away}</span>}
    </button>
  );
}
