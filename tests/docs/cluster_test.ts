import assert from "node:assert/strict";
import { natsKeys, optionKeys } from "../../server/config/config_keys.ts";
import { defaultNats } from "../../server/config/settings.ts";

const page = await Deno.readTextFile("docs/operating.md");
const [, example = ""] = /```toml\n([^]*?)```/.exec(page) ?? [];

Deno.test("docs/operating.md shows every key of the table [nats], with what holds without it", () => {
  const [, table = ""] = /^\[nats\][^\n]*\n([^]*?)\n\n/m.exec(example) ?? [];
  const shown = [...table.matchAll(/^(?:# )?([a-z-]+) = (\S+)/gm)];
  assert.deepEqual(shown.map(([, name]) => name), [...natsKeys.keys()]);
  for (const [, name, value] of shown) {
    const property = name?.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase()) ?? "";
    const usual = new Map<string, unknown>(Object.entries(defaultNats)).get(property);
    if (usual !== undefined) assert.equal(value, JSON.stringify(usual), name);
  }
});

Deno.test("the keys of several servers stand above all tables in docs/operating.md", () => {
  const [above = ""] = example.split(/^\[/m);
  for (const name of ["cluster", "node"]) {
    assert.ok(optionKeys.has(name));
    assert.match(above, new RegExp(`^${name} = `, "m"));
  }
});
