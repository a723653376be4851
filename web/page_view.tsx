/** The page: first the form, then the room. */

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Door, type Entrance } from "./door.tsx";
import { keptIn } from "./kept.ts";
import { Notifier } from "./notifier.ts";
import type { Room } from "./room.ts";
import { RoomView } from "./room_view.tsx";
import type { PageText } from "./text.ts";
import { enterRoom } from "./visit.ts";

type Stay =
  | { readonly kind: "outside"; readonly fault: string | undefined }
  | { readonly kind: "entering" }
  | { readonly kind: "inside"; readonly room: Room };

const stored = keptIn(() => localStorage);
const tabbed = keptIn(() => sessionStorage);

/** Draws the page. */
export function PageView({ text }: { readonly text: PageText }): VNode {
  const [stay, setStay] = useState<Stay>({ kind: "outside", fault: undefined });
  const enter = async (entrance: Entrance): Promise<void> => {
    setStay({ kind: "entering" });
    const notifier = new Notifier(text);
    try {
      const room = await enterRoom({
        ...entrance,
        channels: wantedChannels(),
        text,
        onEvents: (room) => {
          keepPlace(room);
          notifier.look(room);
        },
        onEnd: (fault) => {
          tabbed.set("here", "");
          notifier.stop();
          setStay({ kind: "outside", fault });
        },
      });
      stored.set("name", entrance.name);
      tabbed.set("here", entrance.password === undefined ? entrance.name : "");
      setStay({ kind: "inside", room });
    } catch (error) {
      setStay({ kind: "outside", fault: error instanceof Error ? error.message : String(error) });
    }
  };
  // Whoever loads the page again is in again, unless that takes a password.
  useEffect(() => {
    const name = tabbed.get("here");
    if (name !== undefined) void enter({ name, password: undefined });
  }, []);
  if (stay.kind === "inside") return <RoomView room={stay.room} />;
  return (
    <Door
      text={text}
      name={stored.get("name") ?? ""}
      channels={wantedChannels()}
      fault={stay.kind === "outside" ? stay.fault : undefined}
      isBusy={stay.kind === "entering"}
      onEnter={(entrance) => void enter(entrance)}
    />
  );
}

/** Those that the address names, as in `/#one,#two`, and those that one was in the last time; else the lobby. */
function wantedChannels(): readonly string[] {
  const named = decodedHash().split(",").filter((name) => /^[^\s,:]{1,63}$/.test(name))
    .map((name) => name.startsWith("#") ? name : `#${name}`);
  const kept = (stored.get("channels") ?? "").split(",").filter((name) => name !== "");
  const all = [...new Set([...kept, ...named])];
  return all.length > 0 ? all : ["#lobby"];
}

function decodedHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function keepPlace(room: Room): void {
  const { stage, channels } = room.network.conversation;
  if (stage === "ready") stored.set("channels", channels.join(","));
}
