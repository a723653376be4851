/** What a thread of the server may do. */

/** Nothing; each thread is given what it needs besides. */
export const noRights = {
  read: false,
  write: false,
  net: false,
  env: false,
  run: false,
  sys: false,
  ffi: false,
  import: false,
} as const;
