import assert from "node:assert/strict";
import { parseArguments } from "../../cli/program.ts";
import { adminTable } from "../../server/admin/admin_table.ts";
import { accountKeys, historyKeys, limitKeys } from "../../server/config/config_keys.ts";
import { defaultAccounts, defaultHistory, defaultLimits } from "../../server/config/settings.ts";
import { flagModes, listModes, paramModes } from "../../server/core/modes.ts";
import { checkNamedTest } from "../helpers/named_tests.ts";

const page = await Deno.readTextFile("docs/security.md");

/** Of one attack: its title and its paragraphs and items, each on one line. */
interface Section {
  readonly title: string;
  readonly parts: readonly string[];
}

const sections: readonly Section[] = page.split(/^## /m).slice(1).map((text) => {
  const [title = "", ...rest] = text.split("\n");
  const parts = rest.join("\n").split(/\n\n|\n(?=- )/).map((part) => part.replace(/\s+/g, " "));
  return { title, parts: parts.map((part) => part.trim()).filter((part) => part !== "") };
});

/** Keys of a table of the configuration file, with what holds where it says nothing. */
interface Table {
  readonly name: string;
  readonly keys: ReadonlyMap<string, unknown>;
  readonly defaults: object;
}

const tables: readonly Table[] = [
  { name: "limits", keys: limitKeys, defaults: defaultLimits },
  { name: "accounts", keys: accountKeys, defaults: defaultAccounts },
  { name: "history", keys: historyKeys, defaults: defaultHistory },
];

const modes = [...Object.keys(flagModes), ...Object.keys(listModes), ..."k", ...paramModes];

function serverHelp(): string {
  let printed = "";
  const out = (text: string) => void (printed += text);
  parseArguments(["server", "--help"], "1", { out, err: assert.fail });
  return printed.replace(/\s+/g, " ");
}

/** Says what is wrong with a setting; undefined where nothing is. */
function faultOf(setting: string): string | undefined {
  const [name = "", value] = setting.split(" = ");
  if (name.startsWith("--")) {
    const [, help] = new RegExp(`${name} (.*?)(?: --|$)`).exec(serverHelp()) ?? [];
    if (help === undefined) return "is no option of chat server";
    const told = /\(default: (\S+)\)/.exec(help)?.[1];
    return told === value ? undefined : `has the default ${told}`;
  }
  const [, table = "", key = ""] = /^\[(\w+)\] ([a-z-]+)$/.exec(name) ?? [];
  if (key !== "") {
    const found = tables.find(({ name }) => name === table);
    if (!found?.keys.has(key)) return "is no key of the file";
    const property = key.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase());
    const told = JSON.stringify(new Map(Object.entries(found.defaults)).get(property));
    return told === value ? undefined : `has the default ${told}`;
  }
  if (/^\+\w$/.test(name)) return modes.includes(name.slice(1)) ? undefined : "is no mode";
  return Object.hasOwn(adminTable, name) ? undefined : "is no command of chat admin";
}

function partOf({ title, parts }: Section, word: string): string {
  const found = parts.find((part) => part.startsWith(`${word}: `));
  return found ?? assert.fail(`${title} lacks a paragraph "${word}: "`);
}

Deno.test("docs/security.md has the classic attacks, each with a defence", () => {
  assert.ok(sections.length >= 24);
  for (const [at, section] of sections.entries()) {
    assert.match(section.title, new RegExp(`^${at + 1}\\. [A-Z]`));
    for (const word of ["Attack", "Defence", "Settings"]) partOf(section, word);
  }
});

Deno.test("each setting that docs/security.md names is there, with the default that it says", () => {
  for (const section of sections) {
    const settings = partOf(section, "Settings");
    const named = [...settings.matchAll(/`([^`]+)`/g)].map(([, setting = ""]) => setting);
    assert.ok(named.length > 0 || settings.includes("fixed"), section.title);
    for (const setting of named) {
      assert.equal(faultOf(setting), undefined, `${section.title}: ${setting}`);
    }
  }
});

Deno.test("each test that docs/security.md names is in the file that it names, and no attack is without", async () => {
  for (const { title, parts } of sections) {
    const items = parts.filter((part) => part.startsWith("- "));
    assert.ok(items.length > 0, `${title} has no test`);
    for (const item of items) await checkNamedTest(item, title);
  }
});
