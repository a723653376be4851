#!/bin/sh
# One file: this script, then the program and the Deno runtime it runs on, both gzipped.
# The first start unpacks them into the cache folder; later starts find them there and become the
# runtime at once. The brace around it all makes a copy that was cut off in here an error of syntax.
{

program=@PROGRAM@
client=@CLIENT@
program_files=@PROGRAM_FILES@
program_size=@PROGRAM_SIZE@
program_packed=@PROGRAM_PACKED@
runtime=@RUNTIME@
runtime_size=@RUNTIME_SIZE@
runtime_packed=@RUNTIME_PACKED@
platform=@PLATFORM@

fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

# True when the files $1… are in the cache folder and not empty. A file has its name there only when
# all of it is on the disk, so this is enough; and each start waits for it, so it starts no program.
has() {
  for file in "$@"; do
    [ -s "$base/$file" ] || return
  done
}

has_program() {
  # The names have no spaces.
  # shellcheck disable=SC2086
  has $program_files
}

has_runtime() {
  [ -x "$base/$runtime" ] && has "$runtime"
}

# Whether all is unpacked in the cache folder. One of somebody else is never used: they could have
# planted a program in it.
is_unpacked() {
  [ -O "$base" ] && has_runtime && has_program
}

# Makes sure that the cache folder is this user's and can be written.
claim() (
  umask 077
  mkdir -p "$base" 2>/dev/null
  [ -d "$base" ] && [ -O "$base" ] && [ -w "$base" ]
)

# Writes the $2 bytes that begin $1 bytes before the end of this file.
# What tail says when its reader leaves early is of no interest.
packed() {
  tail -c "$1" "$self" 2>/dev/null | head -c "$2" 2>/dev/null
}

packed_program() {
  packed $((program_packed + runtime_packed)) "$program_packed"
}

packed_runtime() {
  packed "$runtime_packed" "$runtime_packed"
}

# Moves the finished files $1… to their places. Whoever comes second keeps the first one's file,
# since that may be running already; a file of another size is replaced.
publish() {
  (cd "$new" && sync "$@") || return
  for file in "$@"; do
    mkdir -p "$base/${file%/*}" || return
    ln "$new/$file" "$base/$file" ||
      [ "$(wc -c <"$new/$file")" -eq "$(wc -c <"$base/$file")" ] ||
      mv -f "$new/$file" "$base/$file" || return
  done
}

# Runs in a subshell, so that neither its umask nor its traps reach the program. What its commands
# say is dropped, since explain says it in one line.
unpack() (
  umask 077
  new=$(mktemp -d "$base/new-XXXXXX") || exit 73
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM
  if ! has_program; then
    packed_program | gzip -dc >"$new/program" && mkdir "$new/${program%/*}" &&
      tar -xof "$new/program" -C "$new/${program%/*}" || exit 73
    # shellcheck disable=SC2086
    publish $program_files || exit 73
  fi
  if ! has_runtime; then
    mkdir "$new/${runtime%/*}" && packed_runtime | gzip -dc >"$new/$runtime" &&
      chmod 700 "$new/$runtime" || exit 73
    "$new/$runtime" --version >/dev/null || exit 126
    publish "$runtime" || exit 73
  fi
) 2>/dev/null

# Finds this file, also when a shell was given its bare name and looked it up in PATH.
find_self() {
  self=$1
  [ -f "$self" ] || self=$(command -v -- "$1")
}

explain() {
  case $1 in
    126) fail 126 "Cannot run programs from \"$base\": set XDG_CACHE_HOME to a folder that allows it (this file is for $platform)" ;;
    130) exit 130 ;;
  esac
  packed_program | gzip -t 2>/dev/null && packed_runtime | gzip -t 2>/dev/null ||
    fail 70 "The file \"$self\" is damaged or incomplete: get it again"
  fail 73 "Cannot unpack $(((program_size + runtime_size) / 1000000 + 1)) MB into \"$base\": free some space, or set XDG_CACHE_HOME to another folder"
}

main() {
  case ${XDG_CACHE_HOME:-} in
    /*) cache=$XDG_CACHE_HOME ;;
    *) cache=${HOME:-/dev/null}/.cache ;;
  esac
  base=$cache/chat
  if ! is_unpacked; then
    if ! claim; then
      base=${TMPDIR:-/tmp}/chat-$(id -u)
      ! [ -L "$base" ] && claim ||
        fail 73 "Cannot write to \"$cache/chat\" nor to \"$base\": set XDG_CACHE_HOME to a folder of your own"
    fi
    if ! is_unpacked; then
      find_self "$0"
      unpack || explain $?
    fi
  fi
  # A server in the background that looks at its terminal must get an error, not be stopped.
  trap '' TTIN
  export DENO_DIR="$base/deno" DENO_NO_UPDATE_CHECK=1 DENO_NO_PACKAGE_JSON=1
  case ${1:-} in
    client)
      # Code that was compiled under other flags is of no use, and would be thrown out by turns.
      DENO_DIR="$base/deno-client"
      set -- @CLIENT_FLAGS@ "$base/$client" "$@"
      ;;
    *) set -- "$base/$program" "$@" ;;
  esac
  exec "$base/$runtime" @FLAGS@ "$@"
}

main "$@"
}
