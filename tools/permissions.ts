/** What the executable may do; everything else is denied without asking. */

const environment = [
  "CHAT_*",
  "NO_COLOR",
  "FORCE_COLOR",
  "CLICOLOR_FORCE",
  "TERM",
  "COLORTERM",
  "USER",
  "LOGNAME",
  "USERNAME",
  "HOME",
  "XDG_*",
  "LANG",
  "LC_*",
] as const;

/** Flags of `deno compile`: the least that server and client get along with. */
export const compileFlags: readonly string[] = [
  // The bundle has everything in it: no configuration and no package is looked for at run time.
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  `--allow-env=${environment.join(",")}`,
];

/** Arguments of Deno that come before a packed program. */
export const runFlags: readonly string[] = ["run", ...compileFlags];
