/** Which key does what, wherever the focus is. */

import type { Room } from "./room.ts";

/** Takes a key; what it does is not done by the browser too. */
export function pressShortcut(event: KeyboardEvent, room: Room): void {
  if (event.isComposing || event.defaultPrevented) return;
  const act = actOf(event, room);
  if (act === undefined) return typeAnywhere(event, room);
  event.preventDefault();
  act();
}

/** Letters go to where one writes, wherever the focus is, unless they mean something there. */
function typeAnywhere({ key, altKey, ctrlKey, metaKey }: KeyboardEvent, room: Room): void {
  if ([...key].length !== 1 || key === " " || altKey || ctrlKey || metaKey) return;
  if (room.overlay.panel !== undefined) return;
  if (document.activeElement?.matches("input, select, textarea") ?? false) return;
  document.querySelector<HTMLElement>("#composer")?.focus();
}

function actOf(event: KeyboardEvent, room: Room): (() => void) | undefined {
  const { key, altKey, shiftKey } = event;
  const isCommand = (event.ctrlKey || event.metaKey) && !altKey && !shiftKey;
  if (isCommand && key.toLowerCase() === "k") return () => room.open("switcher");
  if (isCommand && key === "/") return () => room.open("help");
  if (isCommand && key.toLowerCase() === "f" && room.network.conversation.support.hasSearch) {
    return () => room.open("search");
  }
  if (event.ctrlKey || event.metaKey) return undefined;
  if (altKey) return altAct(event, room);
  // The browser's dialog closes itself, and says so.
  if (key === "Escape" && room.overlay.panel === undefined) return () => room.escape();
  if (key === "PageUp" || key === "PageDown") return () => scroll(key === "PageUp" ? -1 : 1);
  return undefined;
}

/** With Alt some keyboards type other letters: the place of the key counts too. */
function altAct({ key, code }: KeyboardEvent, room: Room): (() => void) | undefined {
  if (key === "ArrowUp") return () => room.step(-1);
  if (key === "ArrowDown") return () => room.step(1);
  if (key.toLowerCase() === "a" || code === "KeyA") return () => room.goUnread();
  return undefined;
}

function scroll(by: 1 | -1): void {
  const log = document.querySelector(".log");
  log?.scrollBy({ top: by * log.clientHeight * 0.9 });
}
