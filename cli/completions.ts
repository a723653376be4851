/** Scripts by which a shell completes what is typed after `chat`, made of what commander knows. */

/** Shells that there are scripts for. */
export const shells = ["bash", "zsh", "fish"] as const;

/** One of them. */
export type Shell = typeof shells[number];

/** What is asked of commander's `Command`. */
export interface KnownCommand {
  /** Its name. */
  name(): string;
  /** What it does. */
  description(): string;
  /** What stands behind its name. */
  readonly registeredArguments: readonly KnownArgument[];
  /** Gives what finds all that its help shows. */
  createHelp(): {
    visibleCommands(of: KnownCommand): readonly KnownCommand[];
    visibleOptions(of: KnownCommand): readonly KnownOption[];
  };
}

/** What is asked of its `Argument`. */
export interface KnownArgument {
  /** What it is called in the help. */
  name(): string;
  /** What it may be. */
  readonly argChoices?: readonly string[];
}

/** What is asked of its `Option`. */
export interface KnownOption {
  /** As in the help: "-h, --help", "--format <form>". */
  readonly flags: string;
  /** What it is for. */
  readonly description: string;
  /** What it may be. */
  readonly argChoices?: readonly string[];
}

/** What stands behind an option or a command: one of these words, a path, a text of one's own, or nothing. */
type Value = readonly string[] | "file" | "folder" | "text" | "none";

interface OptionShape {
  /** "-h" and "--help". */
  readonly names: readonly string[];
  readonly description: string;
  readonly value: Value;
}

interface CommandShape {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionShape[];
  readonly operand: Value;
}

/** Writes the script for a shell; it calls `chat` for nothing, so that Tab is quick. */
export function completionScript(shell: Shell, program: KnownCommand): string {
  const known = program.createHelp().visibleCommands(program);
  const names = known.map((each) => each.name());
  const commands = known.map((each) => shapeOf(each, names));
  const top = shapeOf(program, names);
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](top, commands);
}

function shapeOf(command: KnownCommand, commands: readonly string[]): CommandShape {
  const isHelp = command.name() === "help";
  const [operand] = command.registeredArguments;
  return {
    name: command.name(),
    description: command.description(),
    options: isHelp ? [] : command.createHelp().visibleOptions(command).map(optionShape),
    operand: isHelp ? commands : operand === undefined ? "none" : operandValue(operand),
  };
}

function optionShape({ flags, description, argChoices }: KnownOption): OptionShape {
  const words = flags.split(/[ ,]+/);
  const names = words.filter((word) => word.startsWith("-"));
  const hasValue = words.length > names.length;
  return { names, description, value: hasValue ? argChoices ?? placeValue(flags) : "none" };
}

function operandValue(argument: KnownArgument): Value {
  return argument.argChoices ?? placeValue(`<${argument.name()}>`);
}

/** The word in the brackets says what it is. */
function placeValue(form: string): Value {
  if (/<file(\.\.\.)?>/.test(form)) return "file";
  return form.includes("<folder>") ? "folder" : "text";
}

/** https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
function bashScript(top: CommandShape, commands: readonly CommandShape[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.filter(({ value }) => value !== "none").map(({ names, value }) =>
      `    ${names.map((each) => quoted(`${name} ${each}`)).join("|")}) ${
        bashValue(value)
      }; return ;;`
    )
  );
  const rest = commands.map(({ name, options, operand }) => {
    const word = bashValue(operand === "none" ? namesOf(options) : operand);
    const both = `if [[ $cur == -* ]]; then ${bashValue(namesOf(options))}; else ${word}; fi`;
    return `    ${quoted(name)}) ${operand === "none" ? word : both} ;;`;
  });
  const words = [...commands.map(({ name }) => name), ...namesOf(top.options)];
  return `# Completes "chat" in bash: source <(chat completions bash)
_chat() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  # Bash cuts --format=text into three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then ${bashValue(words)}; return; fi
  case "\${COMP_WORDS[1]} $prev" in
${values.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${rest.join("\n")}
  esac
}
complete -F _chat chat
`;
}

function bashValue(value: Value): string {
  // Without words of our own bash completes paths, and quotes them.
  if (value === "file") return "compopt -o default";
  if (value === "folder") return "compopt -o dirnames";
  if (value === "text" || value === "none") return ":";
  return `mapfile -t COMPREPLY < <(compgen -W ${quoted(value.join(" "))} -- "$cur")`;
}

/** https://zsh.sourceforge.io/Doc/Release/Completion-System.html#Completion-Functions: `_arguments`. */
function zshScript(top: CommandShape, commands: readonly CommandShape[]): string {
  const named = commands.map(({ name, description }) =>
    `        ${quoted(`${name}:${description.replaceAll(":", "\\:")}`)}`
  );
  const cases = commands.map(({ name, options, operand }) => {
    const operands = operand === "none" ? [] : [quoted(`*: ${zshValue("argument", operand)}`)];
    const specs = [...options.flatMap(zshOption), ...operands];
    return `        ${name}) _arguments -s : ${specs.join(" \\\n          ")} ;;`;
  });
  const specs = top.options.flatMap(zshOption).join(" ");
  return `#compdef chat
# Completes "chat" in zsh: source <(chat completions zsh), or as a file _chat in a folder of $fpath
_chat() {
  local state line
  local -a commands
  _arguments -C ${specs} '1: :->command' '*:: :->argument'
  case $state in
    command)
      commands=(
${named.join("\n")}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${cases.join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _chat ]]; then _chat "$@"; else compdef _chat chat; fi
`;
}

function zshOption({ names, description, value }: OptionShape): readonly string[] {
  const told = `[${description.replace(/[[\]:\\]/g, "\\$&")}]`;
  const others = `(${names.join(" ")})`;
  return names.map((name) =>
    quoted(
      value === "none"
        ? `${others}${name}${told}`
        : `${others}${name}=${told}:${zshValue(name.replace(/^-+/, ""), value)}`,
    )
  );
}

function zshValue(name: string, value: Value): string {
  if (value === "file") return `${name}:_files`;
  if (value === "folder") return `${name}:_files -/`;
  return value === "text" || value === "none" ? `${name}: ` : `${name}:(${value.join(" ")})`;
}

/** https://fishshell.com/docs/current/cmds/complete.html */
function fishScript(top: CommandShape, commands: readonly CommandShape[]): string {
  const first = "-n __fish_use_subcommand";
  const lines = commands.flatMap(({ name, description, options, operand }) => {
    const within = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c chat ${first} -a ${name} -d ${fishQuoted(description)}`,
      ...options.map((option) => fishOption(within, option)),
      ...(operand === "none" ? [] : [`complete -c chat ${within} ${fishValue(operand)}`]),
    ];
  });
  return [
    '# Completes "chat" in fish: chat completions fish | source',
    "complete -c chat -f",
    ...top.options.map((option) => fishOption(first, option)),
    ...lines,
    "",
  ].join("\n");
}

function fishOption(condition: string, { names, description, value }: OptionShape): string {
  const given = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
  );
  const taken = value === "none" ? [] : value === "file" ? ["-r -F"] : ["-x", fishValue(value)];
  const told = `-d ${fishQuoted(description)}`;
  return ["complete -c chat", condition, ...given, ...taken, told].filter(Boolean).join(" ");
}

function fishValue(value: Value): string {
  if (value === "file") return "-F";
  if (value === "folder") return "-a '(__fish_complete_directories)'";
  return value === "text" || value === "none" ? "" : `-a ${fishQuoted(value.join(" "))}`;
}

function namesOf(options: readonly OptionShape[]): readonly string[] {
  return options.flatMap(({ names }) => names);
}

/** As one word of bash and zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
