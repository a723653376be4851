/** Events as they are read, before it is known when they happened. */

import type { ClientEvent, Stamp } from "./event.ts";

/** An event before it is stamped. */
export type BareEvent = Unstamped<ClientEvent>;

/** The same, of each kind by itself. */
export type Unstamped<Event> = Event extends unknown ? Omit<Event, keyof Stamp> : never;
