/** What all clients are told alike once they are registered, made once for all of them. */

import type { Form } from "./form.ts";
import {
  bareIsupportLines,
  countHeads,
  type Headcounts,
  lusersLines,
  motdLines,
  openingLines,
  type ServerInfo,
} from "./welcome.ts";
import type { World } from "./world.ts";

/** The forms of a welcome. */
export interface Forms {
  /** 001 to 004. */
  readonly opening: Form;
  /** 005. */
  readonly isupport: Form;
  /** How many there are. */
  readonly lusers: Form<keyof Headcounts>;
  /** The message of the day. */
  readonly motd: Form;
}

interface Made {
  readonly motd: ServerInfo["motd"];
  readonly keeping: ServerInfo["keeping"] | undefined;
  readonly icon: ServerInfo["icon"];
  readonly forms: Forms;
}

/** Makes forms, and anew when what they tell has changed. */
export class WelcomeForms {
  #made: Made | undefined;

  /** The forms of the moment. */
  of(world: World): Forms {
    const { motd, keeping, icon } = world.info;
    const made = this.#made;
    if (made?.motd === motd && made.keeping === keeping && made.icon === icon) return made.forms;
    const forms: Forms = {
      opening: { messages: (nick) => [...openingLines(world, nick)] },
      isupport: { messages: (nick) => [...bareIsupportLines(world, nick)] },
      lusers: {
        numbers: () => countHeads(world),
        messages: (nick, heads) => [...lusersLines(world, nick, heads)],
      },
      motd: { messages: (nick) => [...motdLines(world, nick)] },
    };
    this.#made = { motd, keeping, icon, forms };
    return forms;
  }
}
