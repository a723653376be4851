import assert from "node:assert/strict";
import { protocolFile, renderProtocol } from "../../tools/protocol_doc.ts";
import { isupportWords, userModeWords } from "../../tools/protocol_words.ts";
import { limitKeys } from "../../server/config/config_keys.ts";
import { isupport } from "../../server/core/welcome.ts";
import { capabilityNames } from "../../wire/capabilities.ts";
import { createTable } from "../helpers/table.ts";

const page = await Deno.readTextFile(protocolFile);

Deno.test("docs/protocol.md says what the server's tables say", async () => {
  const isFresh = page === await renderProtocol(page);
  assert.ok(
    isFresh,
    `${protocolFile} is out of date: run deno task docs, and commit what it wrote`,
  );
});

Deno.test("docs/protocol.md has no words for ISUPPORT tokens that there are not", () => {
  const names = isupport.map((token) => token.replace(/=.*/, ""));
  assert.deepEqual([...isupportWords.keys()].filter((name) => !names.includes(name)), []);
});

Deno.test("docs/protocol.md tells of the user modes that the server tells of", () => {
  const ann = createTable().connect();
  ann.sends("NICK ann", "USER ann 0 * :ann");
  const [, letters = ""] = /^:\S+ 004 ann \S+ \S+ (\S+)/m.exec(ann.looks()) ?? [];
  // OPER gives o; MODE can't.
  assert.deepEqual(Object.keys(userModeWords).sort(), [...new Set([...letters, "o"])].sort());
});

Deno.test("docs/protocol.md names every key of the table [limits]", () => {
  for (const name of limitKeys.keys()) assert.match(page, new RegExp(`^\\| \`${name}\` `, "m"));
});

Deno.test("the comparison with other servers says of each capability whether chat has it", () => {
  const comparison = page.slice(page.indexOf("\n## Against other servers\n"));
  const rows = [...comparison.matchAll(/^\| `(\S+)` +\| (yes|no) /gm)];
  const offered = rows.filter(([, , has]) => has === "yes").map(([, name]) => name);
  // Nobody can ask for sts, so it is no capability to the server.
  assert.deepEqual(offered.sort(), [...capabilityNames, "sts"].sort());
});
