/** What the browser keeps for us between visits; it may keep nothing, as in a private window. */

/** A place for small texts. */
export interface Kept {
  /** Gives what is kept under a name. */
  readonly get: (name: string) => string | undefined;
  /** Keeps a text; an empty one is forgotten. */
  readonly set: (name: string, text: string) => void;
}

const prefix = "chat.";

/** Wraps a storage of the browser, which may be missing, full or forbidden. */
export function keptIn(storage: () => Storage): Kept {
  return {
    get: (name) => {
      try {
        return storage().getItem(prefix + name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set: (name, text) => {
      try {
        if (text === "") storage().removeItem(prefix + name);
        else storage().setItem(prefix + name, text);
      } catch {
        // Then it is not kept.
      }
    },
  };
}
