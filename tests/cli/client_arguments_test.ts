import assert from "node:assert/strict";
import { readClientArguments } from "../../cli/client_arguments.ts";
import { clientOptions } from "../../cli/client_command.ts";
import { parseArguments } from "../../cli/program.ts";

/** Reads both ways, with these variables; the parser's answer is undefined where it has none. */
function both(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    const quiet = { out: () => {}, err: () => {} };
    const choice = parseArguments(["client", ...args], "1.2.3", quiet);
    const options = choice.kind === "client" ? choice.options : undefined;
    // Whether a key is left out or undefined says nothing.
    const plain = (value: unknown) =>
      value === undefined ? value : JSON.parse(JSON.stringify(value));
    return { quick: plain(readClientArguments(args)), parsed: plain(options) };
  } finally {
    for (const name of Object.keys(variables)) Deno.env.delete(name);
  }
}

Deno.test("what is said plainly is read as the parser of all commands reads it", () => {
  const each = clientOptions.filter(({ isHidden }) => !isHidden).map(({ flags, most }) => {
    const [long = "", value] = flags.split(" ");
    return value === undefined ? [long] : [long, most === undefined ? "#a, b" : "7"];
  });
  const cases = [
    [],
    ["libera"],
    ...each,
    ...each.filter(({ length }) => length > 1).map((words) => [words.join("=")]),
    each.flat(),
    ["--nick", "ann", "libera", "--nick", "bob", "--tls"],
    ["--exec", "sh -c 'echo --tail'", "--join=#a=b"],
  ];
  for (const args of cases) {
    const { quick, parsed } = both(args);
    assert.notEqual(parsed, undefined, args.join(" "));
    assert.deepEqual(quick, parsed, args.join(" "));
  }
  const variables = {
    CHAT_PORT: "7000",
    CHAT_CLIENT_CONFIG: "a.toml",
    CHAT_CONFIG: "no",
    CHAT_TLS: "1",
  };
  const { quick, parsed } = both(["--host", "a"], variables);
  assert.deepEqual(quick, parsed);
  assert.equal(quick?.network.port, 7000);
});

Deno.test("what needs an explanation, or is not plain, is left to the parser of all commands", () => {
  const cases = [
    ["--help"],
    ["-h"],
    ["--hots", "a"],
    ["--port"],
    ["--port", "70000"],
    ["--port", "x"],
    ["--history", "-1"],
    ["--tls=1"],
    ["--nick", "--tls"],
    ["--nick", ""],
    ["--", "libera"],
    ["a", "b"],
    ["--account-password", "sesame"],
    ["--account-password=sesame"],
    ["--password"],
  ];
  for (const args of cases) assert.equal(both(args).quick, undefined, args.join(" "));
  for (const variables of [{ CHAT_PORT: "" }, { CHAT_PORT: "x" }, { CHAT_TLS: "no" }]) {
    assert.equal(both([], variables).quick, undefined);
  }
});
