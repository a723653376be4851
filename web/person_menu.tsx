/** What one can do about somebody: a menu beside their name. */

import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isSameName } from "../wire/casemap.ts";
import type { Member } from "../talk/buffer.ts";
import { actsFor, type MemberAct } from "./member_acts.ts";
import { Disc, Nick } from "./nick.tsx";
import type { Asked } from "./overlay.ts";
import { englishPanels } from "./panel_text.ts";
import type { Room } from "./room.ts";

/** Kept free between the menu and the edge of the window, in pixels. */
const edge = 8;

/** Draws the menu; the browser's dialog keeps the focus inside and gives it back. */
export function PersonMenu({ room, asked }: { readonly room: Room; asked: Asked }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isKicking, setIsKicking] = useState(false);
  const { nick } = asked;
  const close = (): void => room.open(undefined);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  useLayoutEffect(() => {
    if (dialog.current !== null) place(dialog.current, asked);
    dialog.current?.querySelector<HTMLElement>("[role=menuitem], input")?.focus();
  }, [asked, isKicking]);
  return (
    <dialog
      class="menu"
      ref={dialog}
      aria-label={nick}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="menu-card">
        <Who nick={nick} member={memberOf(room, nick)} room={room} />
        {isKicking
          ? <KickForm room={room} nick={nick} />
          : <Acts room={room} nick={nick} onKick={() => setIsKicking(true)} />}
      </div>
    </dialog>
  );
}

function Who(
  { room, nick, member }: { room: Room; nick: string; member: Member | undefined },
): VNode {
  const account = member?.account;
  return (
    <p class="menu-head">
      <Disc name={nick} />
      <Nick name={nick} />
      {member?.isAway === true && <span class="talk-mark">{room.text.part.away}</span>}
      {account !== undefined && !isSameName(account, nick) && <bdi class="talk-mark">{account}
      </bdi>}
    </p>
  );
}

function Acts({ room, nick, onKick }: { room: Room; nick: string; onKick: () => void }): VNode {
  const { network: { conversation }, current } = room;
  const { prefixes } = conversation.support;
  const isChannel = current.kind === "channel" && current.isJoined;
  const acts = actsFor({
    prefixes,
    own: isChannel ? memberOf(room, room.nick)?.prefixes ?? "" : undefined,
    theirs: isChannel ? memberOf(room, nick)?.prefixes : undefined,
    isSelf: isSameName(nick, room.nick),
    isIgnored: conversation.preferences.isIgnored(nick),
  });
  return (
    <div role="menu" aria-label={nick} onKeyDown={walk}>
      {acts.map((act) => (
        <button
          type="button"
          role="menuitem"
          key={act}
          tabIndex={-1}
          class={act === "kick" || act === "ban" ? "menu-item bad" : "menu-item"}
          onClick={() => act === "kick" ? onKick() : perform(room, act, nick)}
        >
          {englishPanels.memberAct[act]}
        </button>
      ))}
    </div>
  );
}

function KickForm({ room, nick }: { room: Room; nick: string }): VNode {
  const kick = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    room.open(undefined);
    void room.command(`/kick ${room.current.name} ${nick} ${reason}`.trimEnd());
  };
  return (
    <form class="menu-form" onSubmit={kick}>
      <label class="field">
        <span>{englishPanels.kickReason}</span>
        <input name="reason" autocomplete="off" maxLength={200} />
      </label>
      <div class="button-row">
        <button type="submit" class="primary danger">{englishPanels.memberAct.kick}</button>
        <button type="button" class="secondary" onClick={() => room.open(undefined)}>
          {englishPanels.act.cancel}
        </button>
      </div>
    </form>
  );
}

function perform(room: Room, act: Exclude<MemberAct, "kick">, nick: string): void {
  room.open(undefined);
  switch (act) {
    case "query":
      return room.go(nick);
    case "mention":
      return room.mention(nick);
    case "whois":
    case "ignore":
    case "unignore":
      return void room.command(`/${act} ${nick}`);
    default:
      return void room.command(`/${act} ${room.current.name} ${nick}`);
  }
}

function memberOf({ current }: Room, nick: string): Member | undefined {
  return current.members.find((member) => isSameName(member.nick, nick));
}

/** Arrows go around, Home and End to the ends: https://www.w3.org/WAI/ARIA/apg/patterns/menubar/ */
function walk(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

/** Below the name, else above it, and always inside the window. */
function place(dialog: HTMLElement, { left, top, bottom }: Asked): void {
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const fits = bottom + height + edge <= innerHeight;
  const wanted = fits ? bottom : top - height;
  const within = (at: number, most: number): number => Math.max(edge, Math.min(at, most - edge));
  dialog.style.left = `${within(left, innerWidth - width)}px`;
  dialog.style.top = `${within(wanted, innerHeight - height)}px`;
}
