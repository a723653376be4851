/** The page that browsers get, as `tools/build_page.ts` makes it: one file of parts that are ready to be sent. */

import { Buffer } from "node:buffer";

/** One part of the page. */
export interface WebPart {
  /** Its type, as browsers are told. */
  readonly type: string;
  /** Its name tells its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
  /** What changes when it does. */
  readonly etag: string;
  /** Its bytes. */
  readonly body: Uint8Array;
  /** The same packed; undefined where that makes it no smaller. */
  readonly gzip: Uint8Array | undefined;
}

/** All parts, by their paths. */
export type WebPage = ReadonlyMap<string, WebPart>;

/** Where the file is: beside the bundled program, or where `deno task` has made it when that runs from source. */
const places = ["page.json", "dist/page.json"];

/** Reads the page that belongs to a program; undefined where it was not built. */
export async function readPage(programUrl: string): Promise<WebPage | undefined> {
  for (const place of places) {
    try {
      return parsePage(await Deno.readTextFile(new URL(place, programUrl)));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/**
 * Reads the text of a page's file.
 *
 * @throws {Error} when it is none: the program is not whole.
 */
export function parsePage(text: string): WebPage {
  const file: unknown = JSON.parse(text);
  const parts = field(file, "parts");
  if (!Array.isArray(parts)) throw new Error("The page has no parts");
  return new Map(parts.map((part: unknown) => [textOf(part, "path"), parsePart(part)]));
}

function parsePart(part: unknown): WebPart {
  const gzip = field(part, "gzip");
  return {
    type: textOf(part, "type"),
    isImmutable: field(part, "isImmutable") === true,
    etag: textOf(part, "etag"),
    body: Buffer.from(textOf(part, "body"), "base64"),
    gzip: typeof gzip === "string" ? Buffer.from(gzip, "base64") : undefined,
  };
}

function textOf(part: unknown, name: string): string {
  const value = field(part, name);
  if (typeof value !== "string") throw new Error(`A part of the page has no ${name}`);
  return value;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
