import assert from "node:assert/strict";
import { verifyPassword } from "../../server/accounts/password_hash.ts";
import { peerTest } from "../helpers/peers.ts";
import { TmuxTerminal } from "../helpers/client_tmux.ts";
import { type ChatRun, runChat } from "../helpers/run_chat.ts";
import { chatCommand } from "../helpers/server.ts";

/** Runs `chat hash-password` with this on its standard input. */
async function hashOf(input: string): Promise<ChatRun> {
  return await runChat(["hash-password"], { input });
}

Deno.test("the first line of a pipe is the password, and only its hash is printed", async () => {
  const { code, stdout, stderr } = await hashOf("two words\nmore\n");
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /^scrypt\S+\n$/);
  assert.equal(await verifyPassword("two words", stdout.trim()), true);
});

Deno.test("a line may lack its end, or end as on Windows", async () => {
  for (const input of ["password", "password\r\n"]) {
    assert.equal(await verifyPassword("password", (await hashOf(input)).stdout.trim()), true);
  }
});

Deno.test("no password is told in one line, with exit code 1", async () => {
  for (const input of ["", "\n"]) {
    assert.deepEqual(await hashOf(input), {
      code: 1,
      stdout: "",
      stderr: "The password is empty. Type one, or pipe in a line.\n",
    });
  }
});

const inTerminal = ["env", "NO_COLOR=1", Deno.execPath(), ...chatCommand, "hash-password"];

peerTest("a terminal is asked twice, and shows nothing of what is typed", ["tmux"], async () => {
  await using terminal = await TmuxTerminal.start({ command: inTerminal, columns: 100, rows: 10 });
  await terminal.untilRow("Password:");
  await terminal.type("pässword");
  await terminal.press("Enter");
  await terminal.untilRow("The same again:");
  await terminal.type("päsx");
  await terminal.press("BSpace");
  await terminal.type("sword");
  await terminal.press("Enter");
  const rows = await terminal.untilRow("exit code 0");
  assert.deepEqual(rows.filter((row) => !row.startsWith("scrypt$")), [
    "Password:",
    "The same again:",
    "exit code 0",
  ]);
  const hash = rows.find((row) => row.startsWith("scrypt$"));
  assert.equal(await verifyPassword("pässword", hash), true);
});

peerTest("two passwords that are not the same have no hash", ["tmux"], async () => {
  await using terminal = await TmuxTerminal.start({ command: inTerminal, columns: 100, rows: 10 });
  await terminal.untilRow("Password:");
  // What is typed ahead is neither shown nor lost.
  await terminal.type("one\rtwo\r");
  const rows = await terminal.untilRow("exit code 1");
  assert.deepEqual(rows.slice(0, 3), [
    "Password:",
    "The same again:",
    "The two passwords are not the same. Try again.",
  ]);
});

peerTest(
  "Ctrl-C ends the question, and the terminal shows again what is typed",
  ["tmux"],
  async () => {
    await using terminal = await TmuxTerminal.start({
      command: inTerminal,
      columns: 100,
      rows: 10,
    });
    await terminal.untilRow("Password:");
    await terminal.type("secr");
    await terminal.press("C-c");
    await terminal.untilRow("exit code 1");
    await terminal.type("shown");
    await terminal.untilRow("shown");
  },
);
