/** One stay: from the name that somebody gives to the end of it. */

import { Conversation } from "../talk/conversation.ts";
import type { ClientEvent } from "../talk/event.ts";
import type { Link } from "../talk/link.ts";
import { Network } from "../talk/network.ts";
import { newOnce } from "../talk/once.ts";
import { sentenceOf } from "../talk/sentence.ts";
import { Session } from "../talk/session.ts";
import { BrowserCrypt } from "./browser_crypt.ts";
import { makeClock } from "./clock.ts";
import type { Entrance } from "./door.tsx";
import { TypedCommands } from "./typed_commands.ts";
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
  const { password, text } = options;
  const secrets = new BrowserCrypt();
  if (password !== undefined) await secrets.prepare(password);
  const connect = (): Promise<Link> =>
    connectSocket({ url: serverUrl(), foresee: (line) => secrets.foresee(line) });
  const link = await connect().catch(() => {
    throw new Error(text.unreachable);
  });
  const { room, session, refusals } = furnish(options, secrets, connect);
  const { conversation } = room.network;
  const ended = session.run(link);
  const isThrough = (): boolean => conversation.stage === "ready" || session.isLost;
  while (!session.hasEnded && !(conversation.hasBeenIn && isThrough())) {
    await Promise.race([session.changed, ended]);
  }
  if (!conversation.hasBeenIn) throw new Error(refusals[0] ?? session.ending);
  // Where the network has come back one does not wait.
  const hurry = (): void => session.hurry();
  addEventListener("online", hurry);
  void ended.then(() => {
    removeEventListener("online", hurry);
    options.onEnd(session.isParting ? text.ended : refusals.at(-1) ?? session.ending);
  });
  return room;
}

interface Furnished {
  readonly room: Room;
  readonly session: Session;
  /** Why we are not let in. */
  readonly refusals: readonly string[];
}

function furnish(
  options: VisitOptions,
  secrets: BrowserCrypt,
  reconnect: () => Promise<Link>,
): Furnished {
  const { text } = options;
  const conversation = newConversation(options, secrets);
  const refusals: string[] = [];
  const typed = new TypedCommands();
  const { commands } = typed;
  const session: Session = new Session({
    conversation,
    show: (events) => {
      refusals.push(...events.flatMap(refusalOf));
      room.receive(events);
      options.onEvents(room, events);
      return Promise.resolve();
    },
    tell: (turn) => Promise.resolve(room.turn(turn)),
    reconnect,
  });
  const room = new Room({
    network: new Network({ name: text.part.server, conversation, commands }),
    text,
    clock: makeClock(),
    drafts: keptIn(() => sessionStorage),
    take: (step) => void session.take(step),
    prepare: async (text) => {
      await typed.prepare(text);
      const action = commands.parse(text, { talk: undefined, nick: "", isChannel: () => false });
      const isSecret = action.kind === "login" || action.kind === "register";
      if (isSecret) await secrets.prepare(action.password);
    },
    hurry: () => session.hurry(),
    leave: (reason) => session.part(reason),
    now: Date.now,
  });
  return { room, session, refusals };
}

function newConversation(
  { name: nick, password, channels }: VisitOptions,
  { crypt }: BrowserCrypt,
): Conversation {
  const isPrivate = isPrivatePlace();
  const account = password === undefined
    ? { isPrivate, crypt }
    : { isPrivate, crypt, credentials: { name: nick, password }, mustLogIn: true };
  return new Conversation({ nick, channels, newOnce, latest: latestShown, isFace: true, account });
}

function refusalOf(event: ClientEvent): readonly string[] {
  const isRefusal = event.kind === "registrationRefused" || event.kind === "account" && event.isBad;
  return isRefusal ? [sentenceOf(event, undefined)] : [];
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
