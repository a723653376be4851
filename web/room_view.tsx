/** All that one sees while one talks. */

import type { VNode } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import type { Buffer } from "../talk/buffer.ts";
import { Composer } from "./composer.tsx";
import { LogView } from "./log_view.tsx";
import { MemberList } from "./member_list.tsx";
import type { PanelView } from "./panels.tsx";
import type { Room } from "./room.ts";
import { pressShortcut } from "./shortcuts.ts";
import { TalkHeader } from "./talk_header.tsx";
import { TalkList } from "./talk_list.tsx";

const idleMs = 5_000;

/** Draws a room, and draws it anew when it changes. */
export function RoomView({ room }: { readonly room: Room }): VNode {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => watchRoom(room, () => redraw(undefined)), [room]);
  const { current, overlay: { drawer }, text } = room;
  return (
    <div class="room" data-drawer={drawer}>
      <a class="skip" href="#composer">{text.part.skip}</a>
      <TalkList room={room} />
      {drawer !== undefined && <div class="shade" onClick={() => room.overlay.slide(undefined)} />}
      {current !== undefined && <Talk room={room} buffer={current} />}
      {current?.kind === "channel" && (
        <MemberList
          key={current.name}
          room={room}
          buffer={current}
        />
      )}
      <Panels room={room} />
    </div>
  );
}

function Talk({ room, buffer }: { room: Room; buffer: Buffer }): VNode {
  const typing = room.network.buffers.typingIn(buffer.name, room.nowMs);
  return (
    <main class="talk">
      <TalkHeader room={room} buffer={buffer} />
      <Offline room={room} />
      <LogView key={room.sight.past ?? buffer.name} room={room} buffer={room.shown} />
      <p class="typing" aria-live="polite">
        {typing.length > 0 && <bdi>{room.text.typing(typing)}</bdi>}
      </p>
      <Composer key={`composer ${buffer.name}`} room={room} buffer={buffer} />
    </main>
  );
}

function Offline({ room }: { room: Room }): VNode | null {
  const { lostReason, text, network } = room;
  if (lostReason === undefined) return null;
  const waiting = network.buffers.list.reduce((sum, { pending }) => sum + pending.length, 0);
  return (
    <div class="offline" role="alert">
      <p>
        {text.offline} {waiting > 0 && text.waiting(waiting)} <bdi>{lostReason}</bdi>
      </p>
      <button type="button" class="secondary" onClick={() => room.hurry()}>
        {text.act.retry}
      </button>
    </div>
  );
}

/** The code of what lies over the talk comes when it is opened, or when there is nothing better to do. */
function Panels({ room }: { room: Room }): VNode | null {
  const [load, setLoad] = useState<{ readonly View: typeof PanelView } | undefined>(undefined);
  const { panel } = room.overlay;
  const isWanted = panel !== undefined;
  useEffect(() => {
    const fetchCode = (): void => {
      // Without a connection there is nothing to open: the next try asks again.
      import("./panels.tsx").then(({ PanelView: View }) => setLoad({ View }), () => {});
    };
    if (load !== undefined) return;
    if (isWanted) return fetchCode();
    const timer = setTimeout(fetchCode, idleMs);
    return () => clearTimeout(timer);
  }, [isWanted, load]);
  if (panel === undefined || load === undefined) return null;
  return <load.View key={panel} room={room} panel={panel} />;
}

/** Draws at most once a frame, however much comes. */
function watchRoom(room: Room, redraw: () => void): () => void {
  let frame: number | undefined;
  const unwatch = room.watch(() => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      redraw();
    });
  });
  const press = (event: KeyboardEvent): void => pressShortcut(event, room);
  const look = (): void => room.setWatched(document.hasFocus() && !document.hidden);
  addEventListener("keydown", press);
  addEventListener("focus", look);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    unwatch();
    if (frame !== undefined) cancelAnimationFrame(frame);
    removeEventListener("keydown", press);
    removeEventListener("focus", look);
    removeEventListener("blur", look);
    document.removeEventListener("visibilitychange", look);
  };
}
