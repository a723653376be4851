import assert from "node:assert/strict";
import { linkPieces } from "../../wire/links.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

function found(text: string): readonly string[] {
  const pieces = linkPieces(text);
  assert.equal(pieces.map(({ text }) => text).join(""), text, "nothing is lost");
  return pieces.flatMap((piece) => piece.kind === "text" ? [] : [piece.text]);
}

Deno.test("an address ends where its sentence does", () => {
  assert.deepEqual(found("see https://example.org/a_(b), or (http://x.de/?q=1)."), [
    "https://example.org/a_(b)",
    "http://x.de/?q=1",
  ]);
  assert.deepEqual(found("<https://a.b/c>!"), ["https://a.b/c"]);
  assert.deepEqual(found("mailto:a@b.c irc://irc.x.net/chat"), [
    "mailto:a@b.c",
    "irc://irc.x.net/chat",
  ]);
});

Deno.test("a channel is one at the start of a word, and no number", () => {
  assert.deepEqual(found("#lobby, (#dev) a#b #1 ##c #"), ["#lobby", "#dev", "##c"]);
});

Deno.test("no other scheme is followed", () => {
  for (
    const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc", "http://", "https://"]
  ) {
    assert.deepEqual(found(text), [], text);
  }
  assert.deepEqual(linkPieces("HTTPS://EXAMPLE.ORG/A"), [
    { kind: "link", text: "HTTPS://EXAMPLE.ORG/A", href: "https://example.org/A" },
  ]);
});

Deno.test("noise takes time in proportion to its length", () => {
  for (
    const noise of ["http://".repeat(20_000), "(".repeat(100_000), `http://a/${")".repeat(90_000)}`]
  ) {
    const startMs = performance.now();
    linkPieces(noise);
    assert.ok(performance.now() - startMs < 5_000);
  }
});

Deno.test("together the pieces are the text, whatever it is", () => {
  const random = seededRandom(5);
  const pieces = [
    "http://",
    "https://a.b",
    "irc://",
    "mailto:",
    "#",
    "#x",
    "(",
    ")",
    ".",
    " ",
    "é",
    "<",
  ];
  for (let round = 0; round < 500; round++) found(randomText(random, pieces, 20));
});

Deno.test("other quotes and stops end an address too", () => {
  assert.deepEqual(found("“https://a.b/c”, https://a.b/d。 https://a.b/e…"), [
    "https://a.b/c",
    "https://a.b/d",
    "https://a.b/e",
  ]);
});

Deno.test("what is far too long to be read is no link, and no more than some are found", () => {
  assert.deepEqual(found(`http://a.b/${"x".repeat(5000)}`), []);
  assert.ok(linkPieces("http://a.b ".repeat(5000)).length <= 502);
});
