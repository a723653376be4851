#!/bin/sh
# One file: this script, then the program and the Deno runtime it runs on, both gzipped.
# The first start unpacks them into the cache folder; later starts find them there and become the
# runtime at once. Nothing runs before the last line, so a copy cut off in here does nothing.

app_key=@APP_KEY@
app_size=@APP_SIZE@
app_packed=@APP_PACKED@
runtime_key=@RUNTIME_KEY@
runtime_size=@RUNTIME_SIZE@
runtime_packed=@RUNTIME_PACKED@
platform=@PLATFORM@

fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

# Settles where things are under the cache folder $1, and whether they are there in full.
# A folder of somebody else is never used: they could have planted a program in it.
find_in() {
  base=$1
  app=$base/app-$app_key.mjs
  runtime=$base/rt-$runtime_key/chat
  [ -O "$base" ] && [ -x "$runtime" ] || return 1
  case $(wc -c "$app" "$runtime" 2>/dev/null) in
    *"$app_size $app"*"$runtime_size $runtime"*) return 0 ;;
  esac
  return 1
}

# Makes sure that the cache folder is this user's and can be written.
claim() (
  umask 077
  mkdir -p "$base" 2>/dev/null
  [ -d "$base" ] && [ -O "$base" ] && [ -w "$base" ]
)

has_size() {
  [ -f "$1" ] && [ "$(wc -c <"$1")" -eq "$2" ]
}

# Writes the $2 bytes that begin $1 bytes before the end of this file.
# What tail says when its reader leaves early is of no interest.
packed() {
  tail -c "$1" "$self" 2>/dev/null | head -c "$2" 2>/dev/null
}

packed_app() {
  packed $((app_packed + runtime_packed)) "$app_packed"
}

packed_runtime() {
  packed "$runtime_packed" "$runtime_packed"
}

# Moves the finished file $1 to $2. Whoever comes second keeps the first one's file, since that may
# be running already; a file of the wrong size is replaced.
publish() {
  ln "$1" "$2" 2>/dev/null || has_size "$2" "$3" || mv -f "$1" "$2"
}

# Runs in a subshell, so that neither its umask nor its traps reach the program. What its commands
# say is dropped, since explain says it in one line.
unpack() (
  umask 077
  new=$(mktemp -d "$base/new-XXXXXX") || exit 73
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM
  if ! has_size "$app" "$app_size"; then
    packed_app | gzip -dc >"$new/app" && has_size "$new/app" "$app_size" &&
      publish "$new/app" "$app" "$app_size" || exit 73
  fi
  if ! has_size "$runtime" "$runtime_size" || ! [ -x "$runtime" ]; then
    packed_runtime | gzip -dc >"$new/chat" && has_size "$new/chat" "$runtime_size" &&
      chmod 700 "$new/chat" || exit 73
    "$new/chat" --version >/dev/null || exit 126
    mkdir -p "${runtime%/*}" && publish "$new/chat" "$runtime" "$runtime_size" || exit 73
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
  packed_app | gzip -t 2>/dev/null && packed_runtime | gzip -t 2>/dev/null ||
    fail 70 "The file \"$self\" is damaged or incomplete: get it again"
  fail 73 "Cannot unpack $(((app_size + runtime_size) / 1000000 + 1)) MB into \"$base\": free some space, or set XDG_CACHE_HOME to another folder"
}

main() {
  case ${XDG_CACHE_HOME:-} in
    /*) cache=$XDG_CACHE_HOME ;;
    *) cache=${HOME:-/dev/null}/.cache ;;
  esac
  if ! find_in "$cache/chat"; then
    if ! claim; then
      find_in "${TMPDIR:-/tmp}/chat-$(id -u)"
      ! [ -L "$base" ] && claim ||
        fail 73 "Cannot write to \"$cache/chat\" nor to \"$base\": set XDG_CACHE_HOME to a folder of your own"
    fi
    if ! find_in "$base"; then
      find_self "$0"
      unpack || explain $?
    fi
  fi
  # A server in the background that looks at its terminal must get an error, not be stopped.
  trap '' TTIN
  export DENO_DIR="$base/deno" DENO_NO_UPDATE_CHECK=1 DENO_NO_PACKAGE_JSON=1
  exec "$runtime" @FLAGS@ "$app" "$@"
}

main "$@"
