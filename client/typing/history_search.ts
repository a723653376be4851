/** A search in what was entered before, a letter at a time: https://tiswww.case.edu/php/chet/readline/readline.html#Searching */

import { previousBoundary } from "./boundaries.ts";

/** How far it is. The draft stays as it is meanwhile. */
export interface HistorySearch {
  /** What is looked for; case does not count. */
  readonly query: string;
  /** Entries that have it, each once, the latest first. */
  readonly matches: readonly string[];
  /** Which of them is shown. */
  readonly index: number;
}

const maxQueryLength = 256;

/** A search for nothing yet. */
export const emptySearch: HistorySearch = { query: "", matches: [], index: 0 };

/** What is found, or undefined where nothing is. */
export function matchOf({ matches, index }: HistorySearch): string | undefined {
  return matches[index];
}

/** Looks for more letters. */
export function extendSearch(
  { query }: HistorySearch,
  text: string,
  entries: readonly string[],
): HistorySearch {
  const line = text.replace(/\s+/g, " ");
  return newSearch((query + line).slice(0, maxQueryLength), entries);
}

/** Looks for one letter less. */
export function shortenSearch(
  { query }: HistorySearch,
  entries: readonly string[],
): HistorySearch {
  return newSearch(query.slice(0, previousBoundary(query, query.length)), entries);
}

/** Goes to the next older match; at the oldest it stays. */
export function olderMatch(search: HistorySearch): HistorySearch {
  const last = Math.max(search.matches.length - 1, 0);
  return { ...search, index: Math.min(search.index + 1, last) };
}

function newSearch(query: string, entries: readonly string[]): HistorySearch {
  if (query === "") return emptySearch;
  const folded = query.toLowerCase();
  const found = entries.filter((entry) => entry.toLowerCase().includes(folded));
  return { query, matches: [...new Set(found.reverse())], index: 0 };
}
