/** What the executable may do when it starts; everything else is denied without asking. Much is given up soon after. */

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
  "EDITOR",
  "VISUAL",
  // Asked for by the package ws when it is loaded.
  "WS_NO_*",
] as const;

/** What server and client get along with, from source and packed alike. */
export const permissions: readonly string[] = [
  "--no-prompt",
  // A server gives these three up when it has started; see server/main.ts for what it keeps.
  "--allow-net",
  "--allow-read",
  "--allow-write",
  // Given up at the start but by the client, for --exec, and for its user's editor and Ctrl-Z.
  "--allow-run",
  "--unstable-worker-options",
  // To name the addresses of a server that listens on all of them.
  "--allow-sys=networkInterfaces",
  `--allow-env=${environment.join(",")}`,
];

/** Flags of `deno compile`. */
export const compileFlags: readonly string[] = [
  // The bundle has everything in it: no configuration and no package is looked for at run time.
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  // What many new connections leave behind is thrown away sooner: they are let in faster, and each stays 4 KiB smaller.
  "--v8-flags=--max-semi-space-size=8",
  ...permissions,
];

/** Arguments of Deno that come before a packed program. */
export const runFlags: readonly string[] = ["run", ...compileFlags];

/**
 * More of them for a packed client, which is to stay small rather than be quick: without, what a flood of messages leaves
 * behind doubles its memory; and what is thrown away is not looked for before the first screen. docs/performance.md has the
 * figures.
 */
export const clientRunFlags: readonly string[] = [
  "--v8-flags=--min-semi-space-size=2,--max-semi-space-size=2,--optimize-for-size",
];
