/** Keys that somebody presses, named by what they do, and the one table that binds them. */

/** What a key does. */
export type KeyName =
  | "enter"
  | "newLine"
  | "tab"
  | "backTab"
  | "escape"
  | "backspace"
  | "delete"
  | "deleteOrLeave"
  | "left"
  | "right"
  | "up"
  | "down"
  | "wordLeft"
  | "wordRight"
  | "home"
  | "end"
  | "olderEntry"
  | "newerEntry"
  | "pageUp"
  | "pageDown"
  | "scrollTop"
  | "scrollBottom"
  | "killToEnd"
  | "killToStart"
  | "killToSpace"
  | "killWordBack"
  | "killWord"
  | "yank"
  | "yankPop"
  | "transpose"
  | "upperCase"
  | "lowerCase"
  | "capitalize"
  | "undo"
  | "search"
  | "cancel"
  | "redraw"
  | "openEditor"
  | "nextUnread"
  | "toggleMembers"
  | "previousBuffer"
  | "nextBuffer"
  | "suspend"
  | "interrupt";

/** One thing that came from the terminal. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  /** Whole, with its line ends as they came; `isCut` where its end was too much to hold. */
  | { readonly kind: "paste"; readonly text: string; readonly isCut: boolean }
  | { readonly kind: "press"; readonly name: KeyName }
  /** Alt and a digit; Alt-0 is 10. */
  | { readonly kind: "goto"; readonly number: number }
  /** The terminal's window got the focus, or lost it. */
  | { readonly kind: "focus"; readonly isFocused: boolean }
  /** The terminal has answered what its background is. */
  | { readonly kind: "background"; readonly isDark: boolean };

/** Keys by their chord as Emacs writes it: C- for Ctrl, M- for Alt, S- for Shift, in this order. */
const bindings: ReadonlyMap<string, KeyName> = new Map([
  ["enter", "enter"],
  ["C-j", "enter"],
  ["M-enter", "newLine"],
  ["S-enter", "newLine"],
  ["C-enter", "newLine"],
  ["C-M-j", "newLine"],
  ["tab", "tab"],
  ["S-tab", "backTab"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["C-h", "backspace"],
  ["delete", "delete"],
  ["C-d", "deleteOrLeave"],
  ["left", "left"],
  ["C-b", "left"],
  ["right", "right"],
  ["C-f", "right"],
  ["up", "up"],
  ["down", "down"],
  ["C-left", "wordLeft"],
  ["M-left", "wordLeft"],
  ["M-b", "wordLeft"],
  ["C-right", "wordRight"],
  ["M-right", "wordRight"],
  ["M-f", "wordRight"],
  ["home", "home"],
  ["C-a", "home"],
  ["end", "end"],
  ["C-e", "end"],
  ["C-p", "olderEntry"],
  ["C-up", "olderEntry"],
  ["C-n", "newerEntry"],
  ["C-down", "newerEntry"],
  ["pageUp", "pageUp"],
  ["pageDown", "pageDown"],
  ["C-home", "scrollTop"],
  ["M-<", "scrollTop"],
  ["C-end", "scrollBottom"],
  ["M->", "scrollBottom"],
  ["C-k", "killToEnd"],
  ["C-u", "killToStart"],
  ["C-w", "killToSpace"],
  ["M-backspace", "killWordBack"],
  ["C-backspace", "killWordBack"],
  ["C-M-h", "killWordBack"],
  ["M-d", "killWord"],
  ["C-delete", "killWord"],
  ["C-y", "yank"],
  ["M-y", "yankPop"],
  ["C-t", "transpose"],
  ["M-u", "upperCase"],
  ["M-l", "lowerCase"],
  ["M-c", "capitalize"],
  ["C-_", "undo"],
  ["C-/", "undo"],
  ["C-x C-u", "undo"],
  ["C-r", "search"],
  ["C-g", "cancel"],
  ["C-l", "redraw"],
  ["C-x C-e", "openEditor"],
  ["M-a", "nextUnread"],
  ["M-m", "toggleMembers"],
  ["M-up", "previousBuffer"],
  ["C-pageUp", "previousBuffer"],
  ["M-down", "nextBuffer"],
  ["C-pageDown", "nextBuffer"],
  ["C-z", "suspend"],
  ["C-c", "interrupt"],
]);

/** What a chord is bound to. A key that means nothing more with Shift is the key without it. */
export function keyOf(chord: string): Key | undefined {
  const digit = /^M-([0-9])$/.exec(chord)?.[1];
  if (digit !== undefined) return { kind: "goto", number: Number(digit) || 10 };
  const name = bindings.get(chord) ?? bindings.get(chord.replace("S-", ""));
  return name === undefined ? undefined : { kind: "press", name };
}
