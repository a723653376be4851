/** Joining channels that were named together. */

import type { Model } from "./model.ts";
import type { Step } from "./step.ts";
import type { Wanted } from "./wanted.ts";

/** What follows from joining. */
export interface JoinStep extends Step {
  /** The channel that we were in already, and talk in now. */
  readonly switched: string | undefined;
}

/** Joins the channels of a list, apart by commas, or goes to the last of those that we are in. */
export function joinChannels(
  { list, key }: { readonly list: string; readonly key: string | undefined },
  model: Model,
  wanted: Wanted,
): JoinStep {
  const names = list.split(",").filter((name) => name !== "").map((name) =>
    model.isChannel(name) ? name : `#${name}`
  );
  const fresh = names.filter((name) => model.joined(name) === undefined);
  const switched = names.map((name) => model.joined(name)).findLast((name) => name);
  if (switched !== undefined) model.switchTo(switched);
  return { send: wanted.ask(fresh, key), events: [], switched };
}
