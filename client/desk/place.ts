/** Where somebody looks: a talk of a network. */

import type { Buffer } from "../../talk/buffer.ts";
import type { Network } from "../../talk/network.ts";

/** A talk, among those of all networks. */
export interface Place {
  /** Which network, by its place in the list. */
  readonly network: number;
  /** Its name there. */
  readonly talk: string;
}

/** All talks in the order in which they are listed. */
export function allPlaces(networks: readonly Network[]): readonly Place[] {
  return networks.flatMap(({ buffers }, network) =>
    buffers.list.map(({ name: talk }) => ({ network, talk }))
  );
}

/** Where a place stands in the list; -1 where it is gone. */
export function indexOfPlace(places: readonly Place[], place: Place): number {
  return places.findIndex(({ network, talk }) => network === place.network && talk === place.talk);
}

/** The talk at a place; the server's own where it is gone. */
export function bufferAt(
  networks: readonly Network[],
  { network, talk }: Place,
): Buffer | undefined {
  const { buffers } = networks[network] ?? {};
  return buffers?.find(talk) ?? buffers?.server;
}

/** The talk to read next: with mentions first, in the network where one is first. */
export function nextUnreadPlace(networks: readonly Network[], from: Place): Place | undefined {
  const turned = networks.map((_, at) => (from.network + at) % networks.length);
  const found = turned.flatMap((network): readonly (Place & { isMention: boolean })[] => {
    const own = networks[network]?.buffers;
    const next = own?.nextUnread(network === from.network ? from.talk : "");
    if (next === undefined) return [];
    return [{ network, talk: next.name, isMention: next.mentionCount > 0 }];
  });
  const place = found.find(({ isMention }) => isMention) ?? found[0];
  return place === undefined ? undefined : { network: place.network, talk: place.talk };
}

/** Tells places apart, whatever the case of their names. */
export function placeKey({ network, talk }: Place): string {
  return `${network} ${talk.toLowerCase()}`;
}
