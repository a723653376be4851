/** A TOML file as a list of what it says, each with its line. */

import { type AST, getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";

/** A value, or the head of a table. */
export interface TomlEntry {
  /** Names from the outermost table to the key. */
  readonly path: readonly string[];
  /** Undefined for the head of a table. */
  readonly value: unknown;
  /** Where it stands, from 1. */
  readonly line: number;
}

/** Why a text is no TOML. */
export interface TomlFault {
  /** What is wrong, without a full stop. */
  readonly fault: string;
  /** Where, from 1. */
  readonly line: number;
}

/** Lists what a text says, in its order; inline tables are listed by their keys. */
export function readToml(text: string): readonly TomlEntry[] | TomlFault {
  try {
    const [{ body }] = parseTOML(text).body;
    return body.flatMap((node) => node.type === "TOMLTable" ? ofTable(node) : ofKeyValue(node, []));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { fault: error.message, line: error.lineNumber };
  }
}

function ofTable(table: AST.TOMLTable): readonly TomlEntry[] {
  const path = table.resolvedKey.map(String);
  const head = { path, value: undefined, line: table.loc.start.line };
  return [head, ...table.body.flatMap((node) => ofKeyValue(node, path))];
}

function ofKeyValue({ key, value }: AST.TOMLKeyValue, outer: readonly string[]): TomlEntry[] {
  const names = key.keys.map((name) => name.type === "TOMLBare" ? name.name : name.value);
  const path = [...outer, ...names];
  if (value.type === "TOMLInlineTable") return value.body.flatMap((node) => ofKeyValue(node, path));
  return [{ path, value: getStaticTOMLValue(value), line: key.loc.start.line }];
}
