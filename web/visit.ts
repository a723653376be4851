/** One stay: from the name that somebody gives to the end of it. */

import { Conversation } from "../talk/conversation.ts";
import type { ClientEvent } from "../talk/event.ts";
import type { Link } from "../talk/link.ts";
import { Network } from "../talk/network.ts";
import { newOnce } from "../talk/once.ts";
import { sentenceOf } from "../talk/sentence.ts";
import { Session } from "../talk/session.ts";
import { parseTyped } from "../talk/slash.ts";
import { BrowserCrypt } from "./browser_crypt.ts";
import { makeClock } from "./clock.ts";
import type { Entrance } from "./door.tsx";
import { keptIn } from "./kept.ts";
import { Room } from "./room.ts";
import { connectSocket } from "./socket_link.ts";
import type { PageText } from "./text.ts";

/** What a stay begins with. */
export interface VisitOptions extends Entrance {
  /** Channels to be in. */
  readonly channels: readonly string[];
  /** The words of the page. */
  readonly text: PageText;
  /** Something has happened. */
  readonly onEvents: (room: Room, events: readonly ClientEvent[]) => void;
  /** It is over, for a reason of one line. */
  readonly onEnd: (reason: string) => void;
}

const latestShown = 50;

/**
 * Comes in; gives the room when the server has let us in.
 *
 * @throws {Error} with one line for the user when it does not.
 */
export async function enterRoom(options: VisitOptions): Promise<Room> {
  const { name: nick, password, channels, text } = options;
  const secrets = new BrowserCrypt();
  if (password !== undefined) await secrets.prepare(password);
  const conversation = new Conversation({
    nick,
    channels,
    newOnce,
    latest: latestShown,
    isFace: true,
    account: {
      ...password === undefined ? {} : { credentials: { name: nick, password }, mustLogIn: true },
      isPrivate: isPrivatePlace(),
      crypt: secrets.crypt,
    },
  });
  const connect = (): Promise<Link> =>
    connectSocket({ url: serverUrl(), foresee: (line) => secrets.foresee(line) });
  const link = await connect().catch(() => {
    throw new Error(text.unreachable);
  });
  const network = new Network({ name: text.part.server, conversation });
  const refusals: string[] = [];
  const session: Session = new Session({
    conversation,
    show: (events) => {
      for (const event of events) {
        const isRefusal = event.kind === "registrationRefused" ||
          event.kind === "account" && event.isBad;
        if (isRefusal) refusals.push(sentenceOf(event, undefined));
      }
      room.receive(events);
      options.onEvents(room, events);
      return Promise.resolve();
    },
    tell: (turn) => Promise.resolve(room.turn(turn)),
    reconnect: connect,
  });
  const room = new Room({
    network,
    text,
    clock: makeClock(),
    drafts: keptIn(() => sessionStorage),
    take: (step) => void session.take(step),
    prepare: async (line) => {
      const typed = { talk: undefined, nick: conversation.nick, isChannel: () => false };
      const action = parseTyped(line, typed);
      if (action.kind === "login" || action.kind === "register") {
        await secrets.prepare(action.password);
      }
    },
    hurry: () => session.hurry(),
    leave: (reason) => session.part(reason),
    now: Date.now,
  });
  const ended = session.run(link);
  const isThrough = (): boolean => conversation.stage === "ready" || session.isLost;
  while (!session.hasEnded && !(conversation.hasBeenIn && isThrough())) {
    await Promise.race([session.changed, ended]);
  }
  if (!conversation.hasBeenIn) throw new Error(refusals[0] ?? session.ending);
  // The network has come back, or somebody looks again: then one does not wait.
  const hurry = (): void => session.hurry();
  addEventListener("online", hurry);
  void ended.then(() => {
    removeEventListener("online", hurry);
    options.onEnd(session.isParting ? text.ended : refusals.at(-1) ?? session.ending);
  });
  return room;
}

/** Where the page came from, there is the server too. */
function serverUrl(): string {
  const { protocol, host } = location;
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}/`;
}

/** Nobody reads on the way: by TLS, or because nothing leaves this machine. */
function isPrivatePlace(): boolean {
  return location.protocol === "https:" || /^(localhost|127\.|\[::1\])/.test(location.hostname);
}
