import assert from "node:assert/strict";
import { type Shell, shells } from "../../cli/completions.ts";
import { parseArguments } from "../../cli/program.ts";

/** What `chat completions SHELL` prints. */
function scriptOf(shell: Shell): string {
  let printed = "";
  const streams = { out: (text: string) => void (printed += text), err: assert.fail };
  const choice = parseArguments(["completions", shell], "1.2.3", streams);
  assert.deepEqual(choice, { kind: "done", exitCode: 0 });
  return printed;
}

async function has(shell: Shell): Promise<boolean> {
  try {
    return (await new Deno.Command(shell, { args: ["-c", ""] }).output()).success;
  } catch {
    return false;
  }
}

/** Runs lines of a shell with the script in $SCRIPT; gives what they print, sorted. */
async function run(shell: Shell, lines: string): Promise<readonly string[]> {
  const args = shell === "zsh" ? ["-f", "-c", lines] : ["-c", lines];
  const env = { SCRIPT: scriptOf(shell), HOME: "/nonexistent", TERM: "dumb" };
  const { stdout, stderr, success } = await new Deno.Command(shell, { args, env }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "").sort();
}

/** What bash offers for the last of `words`; how it is told to complete paths is printed too. */
function inBash(...words: readonly string[]): Promise<readonly string[]> {
  const list = words.map((word) => `'${word}'`).join(" ");
  return run(
    "bash",
    `source /dev/stdin <<< "$SCRIPT"
compopt() { echo "compopt $*"; }
complete -p chat > /dev/null || exit 1
COMP_WORDS=(${list}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_chat; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );
}

/** What fish offers for a command line, without what it tells of them. */
async function inFish(line: string): Promise<readonly string[]> {
  const lines = `echo $SCRIPT | string split "\\n" | source; complete -C '${line}'`;
  const offered = await run("fish", lines);
  return offered.map((each) => each.split("\t")[0] ?? "").sort();
}

function helpOf(...command: readonly string[]): string {
  let printed = "";
  const streams = { out: (text: string) => void (printed += text), err: assert.fail };
  parseArguments([...command, "--help"], "1", streams);
  return printed;
}

/** All commands, as the help shows them. */
function commands(): readonly string[] {
  const printed = helpOf();
  const list = printed.slice(printed.indexOf("Commands:"));
  return [...list.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = ""]) => name).sort();
}

Deno.test("bash completes commands, options, choices and paths of chat", async () => {
  assert.deepEqual(await inBash("chat", ""), [
    ...["--help", "--version", "-V", "-h"],
    ...commands(),
  ]);
  assert.ok(commands().includes("server") && commands().includes("help"));
  assert.deepEqual(await inBash("chat", "he"), ["help"]);
  assert.deepEqual(await inBash("chat", "client", "--tls-c"), ["--tls-ca", "--tls-cert"]);
  assert.deepEqual(await inBash("chat", "export", "--format", "t"), ["text"]);
  assert.deepEqual(await inBash("chat", "import", "--format", ""), ["irssi", "jsonl", "weechat"]);
  assert.deepEqual(await inBash("chat", "export", "--format", "="), ["html", "jsonl", "text"]);
  assert.deepEqual(await inBash("chat", "export", "--format", "=", "h"), ["html"]);
  assert.deepEqual(await inBash("chat", "server", "--motd", ""), ["compopt -o default"]);
  assert.deepEqual(await inBash("chat", "server", "--data", ""), ["compopt -o dirnames"]);
  assert.deepEqual(await inBash("chat", "client", "--nick", ""), []);
  assert.deepEqual(await inBash("chat", "import", "a"), ["compopt -o default"]);
  assert.deepEqual(await inBash("chat", "backup", "--f"), ["--force"]);
  assert.deepEqual(await inBash("chat", "help", "exp"), ["export"]);
  assert.deepEqual(await inBash("chat", "admin", "un"), ["unban", "unmute"]);
  assert.deepEqual(await inBash("chat", "admin", "--j"), ["--json"]);
  assert.deepEqual(await inBash("chat", "completions", ""), ["bash", "fish", "zsh"]);
});

Deno.test({
  name: "fish completes commands, options, choices and paths of chat",
  ignore: !await has("fish"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/one.txt`, "");
      await Deno.mkdir(`${folder}/two`);
      assert.deepEqual(await inFish("chat "), commands());
      assert.deepEqual(await inFish("chat client --tls-c"), ["--tls-ca", "--tls-cert"]);
      assert.deepEqual(await inFish("chat export --format "), ["html", "jsonl", "text"]);
      assert.deepEqual(await inFish("chat client --nick "), []);
      const paths = [`${folder}/one.txt`, `${folder}/two/`];
      assert.deepEqual(await inFish(`chat server --motd ${folder}/`), paths);
      assert.deepEqual(await inFish(`chat import ${folder}/`), paths);
      assert.deepEqual(await inFish(`chat server --data ${folder}/`), [`${folder}/two/`]);
      assert.deepEqual(await inFish("chat help b"), ["backup"]);
      assert.deepEqual(await inFish("chat admin un"), ["unban", "unmute"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** What zsh makes of keys typed on a terminal, where `chat` shows what it is given. */
async function inZsh(keys: string): Promise<string> {
  const lines = await run(
    "zsh",
    `zmodload zsh/zpty; export SCRIPT
zpty -b shell 'zsh -f -i'
zpty -w shell 'unsetopt zle_bracketed_paste beep; autoload -U compinit; compinit -D -u; eval "$SCRIPT"'
zpty -w shell 'chat() { print -r -- "AR""GS<$*>" }; print REA""DY'
zpty -r -m shell out '*READY*'
zpty -w shell $'${keys}'
zpty -r -m shell out '*ARGS<*>*'; print -r -- \${\${out##*ARGS<}%%>*}`,
  );
  return lines.join("\n");
}

Deno.test({
  name: "zsh completes commands, options, choices and paths of chat",
  ignore: !await has("zsh"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/one.txt`, "");
      await Deno.mkdir(`${folder}/two`);
      assert.equal(await inZsh("chat exp\\t--form\\tte\\t"), "export --format=text");
      assert.equal(await inZsh("chat import --format we\\t"), "import --format weechat");
      assert.equal(await inZsh("chat client --tls-f\\t"), "client --tls-fingerprint");
      assert.equal(await inZsh(`chat import ${folder}/o\\t`), `import ${folder}/one.txt`);
      assert.equal(
        await inZsh(`chat server --motd ${folder}/o\\t`),
        `server --motd ${folder}/one.txt`,
      );
      assert.equal(await inZsh(`chat server --data ${folder}/\\t`), `server --data ${folder}/two`);
      assert.equal(await inZsh("chat help ba\\t"), "help backup");
      assert.equal(await inZsh("chat admin unb\\t"), "admin unban");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** The lines of a script that are about one command. */
function linesOf(shell: Shell, script: string, command: string): readonly string[] {
  if (shell === "fish") {
    return script.split("\n").filter((line) => line.includes(`_from ${command}'`));
  }
  const start = shell === "bash" ? `\n    '${command}') ` : `\n        ${command}) `;
  const [, rest = ""] = script.split(start);
  return rest.slice(0, rest.indexOf(" ;;")).split("\n");
}

Deno.test("a script for each shell knows every option, and quotes what is told of it", () => {
  for (const shell of shells) {
    const script = scriptOf(shell);
    for (const command of commands().filter((name) => name !== "help")) {
      const options = [...helpOf(command).matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)];
      assert.ok(options.length > 0, command);
      const lines = linesOf(shell, script, command);
      for (const [, name] of options) {
        const told = lines.filter((line) =>
          line.includes(shell === "fish" ? ` -l ${name} ` : `--${name}`)
        );
        assert.ok(told.length > 0, `${command} --${name} in ${shell}`);
      }
    }
  }
  assert.ok(scriptOf("zsh").includes("server'\\''s"));
  assert.ok(scriptOf("fish").includes("server\\'s"));
});

Deno.test("completions asks for a shell that it knows", () => {
  const told: string[] = [];
  const streams = { out: assert.fail, err: (text: string) => void told.push(text) };
  assert.deepEqual(parseArguments(["completions", "tcsh"], "1", streams), {
    kind: "done",
    exitCode: 2,
  });
  assert.match(told.join(""), /tcsh.*bash, zsh, fish/);
});
