#!/usr/bin/env bash
# Everything that builds or checks Lanyard. `./build.sh help` lists it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

RUST=1.88
NODE=20
WASM=wasm32-unknown-unknown

help() {
  cat <<'TEXT'
./build.sh [--key FILE.pem] [--update-url URL]
                  builds dist/extension, dist/lanyard.zip, dist/lanyard.crx and dist/update.xml
./build.sh release builds what is handed out, with sums, a list of its parts and their licences: dist/release
./build.sh release --check
                  the same, then once more from a copy elsewhere with nothing built before: the sums must agree
./build.sh demo   builds, then shows the four scenarios in Chromium
./build.sh test   sets up, then runs every check and every test
./build.sh bench  builds, then measures against the budgets
./build.sh soak [--minutes N]
                  builds, then types, goes about and comes back for an hour, or N minutes: nothing may stay behind
./build.sh faults [--minutes N] [--seed S]
                  builds, then breaks things around a person at work, for ten minutes or N: nothing is lost, nothing sent
./build.sh attacks [--seed S]
                  builds, then tries what hostile pages, names, files and renderers try
./build.sh audit  licences and sources of what is depended on, and known weaknesses by lists on the network; needs
                  cargo-deny
./build.sh setup  only sets up what the tests need
./build.sh help   this

Needs Rust 1.88 with rustup, and Node 20 with npm. The rest is installed: the Wasm target by rustup, the
build tools by npm into node_modules, and for the rest Chromium and the servers by apt, as root
or with sudo.

The extension's id comes from its key: --key, or LANYARD_KEY (a file, or the PEM text itself), or a key made
once and kept in .lanyard/key.pem. --update-url, or LANYARD_UPDATE_URL, is where the school will serve
update.xml; lanyard.crx is expected beside it.
TEXT
}

say() { printf '\n== %s\n' "$*" >&2; }

die() {
  printf '\nbuild.sh: %s\n' "$*" >&2
  exit 1
}

# at_least 1.88 1.95.0
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

need_rust() {
  if ! command -v cargo >/dev/null && [ -f "$HOME/.cargo/env" ]; then
    . "$HOME/.cargo/env"
  fi
  command -v cargo >/dev/null || die "cargo is missing. Install Rust $RUST or newer: https://rustup.rs"
  local version
  version=$(${RUSTC:-rustc} --version | cut -d ' ' -f 2)
  at_least "$RUST" "$version" || die "Rust $version is too old; $RUST is needed. Run: rustup update stable"
}

need_wasm_target() {
  # Flags that build the target's standard library from its source come from whoever has no rustup.
  [ -z "${LANYARD_CARGO_FLAGS:-}" ] || return 0
  local library
  library=$(${RUSTC:-rustc} --print target-libdir --target "$WASM" 2>/dev/null || true)
  if [ -n "$library" ] && compgen -G "$library/libstd-*.rlib" >/dev/null; then
    return 0
  fi
  command -v rustup >/dev/null || die "the Rust target $WASM is missing and there is no rustup to add it. See https://rustup.rs"
  say "rustup target add $WASM"
  rustup target add "$WASM" || die "rustup could not add the target $WASM"
}

need_node() {
  command -v node >/dev/null || die "node is missing. Install Node $NODE or newer: https://nodejs.org"
  local version
  version=$(node --version)
  at_least "$NODE" "${version#v}" || die "Node ${version#v} is too old; $NODE is needed"
  command -v npm >/dev/null || die "npm is missing. It comes with Node: https://nodejs.org"
}

need_node_packages() {
  local wanted mark=node_modules/.lanyard
  wanted=$(cat package.json package-lock.json | cksum)
  if [ -d node_modules ] && [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  say "npm ci"
  npm ci --ignore-scripts --no-audit --no-fund || die "npm could not install the build tools of package-lock.json"
  printf '%s' "$wanted" >"$mark"
}

need_build_tools() {
  need_rust
  need_wasm_target
  need_node
  need_node_packages
}

# Chromium, webmail, chat and the rest of what the end-to-end tests run.
need_test_tools() {
  need_build_tools
  say "tests/harness/prerequisites.sh"
  bash tests/harness/prerequisites.sh || die "tests/harness/prerequisites.sh could not install what the tests need"
}

build() {
  say "cargo xtask all"
  cargo xtask all "$@"
}

# The same release from a copy of the sources in another folder, with nothing built before, another cargo home,
# time zone, language and umask. Some four minutes. What may differ between two machines otherwise are the tools:
# Rust's version, and node_modules, which package-lock.json holds.
release_elsewhere() {
  local place status=0
  place=$(mktemp -d)
  mkdir "$place/home" "$place/a second place"
  git ls-files -z --cached --others --exclude-standard | tar --null --files-from - -cf - | tar -xf - -C "$place/a second place"
  ln -s "$PWD/node_modules" "$place/a second place/node_modules"
  # Only what was fetched, so that nothing is fetched again.
  mkdir -p "$place/home/cargo/registry"
  local part
  for part in index cache; do
    [ ! -d "${CARGO_HOME:-$HOME/.cargo}/registry/$part" ] || cp -R "${CARGO_HOME:-$HOME/.cargo}/registry/$part" "$place/home/cargo/registry/"
  done
  say "the same from $place"
  (
    umask 077
    export RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" HOME="$place/home" CARGO_HOME="$place/home/cargo"
    export TZ=Pacific/Auckland LC_ALL=C
    unset CARGO_TARGET_DIR LANG
    cd "$place/a second place"
    cargo xtask release "$@"
  ) || status=1
  if [ $status = 0 ]; then
    diff -u dist/release/SHA256SUMS "$place/a second place/dist/release/SHA256SUMS" || status=1
  fi
  rm -rf "$place"
  [ $status = 0 ] || die "the two are not the same"
  say "the same to the byte"
}

# step NAME COMMAND…: runs it, keeps its output, remembers whether it failed. The rest still runs, so that
# one run shows everything that is wrong.
failed=()
step() {
  local name=$1 started=$SECONDS status=0
  shift
  say "$name"
  "$@" 2>&1 | tee "$logs/${name%% *}.log" || status=1
  printf '== %s: %s, %d s\n' "$name" "$([ $status = 0 ] && echo ok || echo FAILED)" $((SECONDS - started)) >&2
  [ $status = 0 ] || failed+=("$name")
  return 0
}

cargo_tests() { cargo test --workspace --no-fail-fast; }

lint_wasm() {
  local flags
  read -r -a flags <<<"${LANYARD_CARGO_FLAGS:-}"
  cargo clippy --target "$WASM" -p lanyard-background -p lanyard-popup -p lanyard-staff -p lanyard-setup "${flags[@]}" -- -D warnings
}

types() {
  local config
  for config in extension/content/tsconfig.json; do
    node_modules/.bin/tsc -p "$config"
  done
}

# Builds the command line; prints where it is.
command_line() {
  cargo build --quiet -p lanyard-cli || return 1
  printf '%s/debug/lanyard' "$(cd "${CARGO_TARGET_DIR:-target}" && pwd)"
}

node_tests() {
  shopt -s globstar nullglob
  local files=(tests/**/*.test.mjs)
  [ ${#files[@]} -gt 0 ] || die "no node tests were found"
  # The corpus is judged by the command line too, and compared.
  LANYARD_BIN=$(command_line) || return 1
  export LANYARD_BIN
  # Most of the time a browser waits: for keys to have rested, for a note to have stood. So three files go at once;
  # those that Lanyard is force-installed for go one after another, and whoever is free takes the next of the rest.
  local file pushed=() rest=() status=0
  for file in "${files[@]}"; do
    if grep -qE "pushLanyard|'force'" "$file"; then pushed+=("$file"); else rest+=("$file"); fi
  done
  queue=$(mktemp -d)
  printf '%s\n' "${rest[@]}" >"$queue/rest"
  local one lanes=()
  (lane "${pushed[@]}"; mine=$?; from_queue && exit "$mine") &
  lanes+=($!)
  (from_queue) &
  lanes+=($!)
  from_queue || status=1
  for one in "${lanes[@]}"; do wait "$one" || status=1; done
  rm -rf "$queue"
  return $status
}

# lane FILE…: tests these files; each prints what it has to say when it is done.
lane() {
  local file started log status=0 outcome
  for file in "$@"; do
    started=$SECONDS outcome=ok
    log=$(mktemp "$queue/XXXXXX")
    # One that hangs may not hold up the rest.
    timeout -k 10 600 node --test --test-reporter=spec "$file" >"$log" 2>&1 || status=1 outcome=FAILED
    printf -- '-- %s: %s, %d s\n' "$file" "$outcome" $((SECONDS - started)) >>"$log"
    flock "$queue" cat "$log"
  done
  return $status
}

# Tests the files which nobody has taken yet.
from_queue() {
  local file status=0
  while file=$(flock "$queue" sed -i -n -e '1w /dev/stdout' -e '1!p' "$queue/rest") && [ -n "$file" ]; do
    lane "$file" || status=1
  done
  return $status
}

# count LOG PATTERN: adds up the number after PATTERN.
count() {
  [ -f "$1" ] || { echo 0; return; }
  sed -n -E "s/$2/\1/p" "$1" | awk '{ n += $1 } END { print n + 0 }'
}

test_all() {
  logs=$(mktemp -d)
  trap 'rm -rf "$logs"' EXIT
  local started=$SECONDS

  step "fmt" cargo fmt --all --check
  step "clippy" cargo clippy --workspace --all-targets -- -D warnings
  step "clippy-wasm (the same for the browser's half)" lint_wasm
  step "cargo-test" cargo_tests
  step "generated (packs, sites and generated files)" cargo xtask check
  step "build" cargo xtask all
  step "tsc" types
  if [[ " ${failed[*]-} " == *" build "* ]]; then
    failed+=("node-test (not run: there is no extension to test)")
  else
    step "node-test" node_tests
  fi

  local cargo="$logs/cargo-test.log" node="$logs/node-test.log"
  local passed bad left
  passed=$(($(count "$cargo" '^test result: .* ([0-9]+) passed;.*') + $(count "$node" '^ℹ pass ([0-9]+)$')))
  bad=$(($(count "$cargo" '^test result: .* ([0-9]+) failed;.*') + $(count "$node" '^ℹ fail ([0-9]+)$') \
    + $(count "$node" '^ℹ cancelled ([0-9]+)$')))
  left=$(($(count "$cargo" '^test result: .* ([0-9]+) ignored;.*') + $(count "$node" '^ℹ skipped ([0-9]+)$') \
    + $(count "$node" '^ℹ todo ([0-9]+)$')))
  [ "$left" = 0 ] || failed+=("$left tests were skipped; a test that cannot run must say why and fail")

  say "$((SECONDS - started)) s"
  local name
  for name in ${failed[@]+"${failed[@]}"}; do
    printf 'FAILED: %s\n' "$name"
  done
  # A step that is no test run and failed counts as one failure, so that the line never says 0 beside it.
  if [ ${#failed[@]} -gt 0 ] && [ "$bad" = 0 ]; then bad=${#failed[@]}; fi
  printf '%d passed, %d failed\n' "$passed" "$bad"
  [ ${#failed[@]} = 0 ]
}

case "${1:-}" in
  "" | --*)
    need_build_tools
    build "$@"
    ;;
  release)
    shift
    again=
    arguments=()
    while [ $# -gt 0 ]; do
      case "$1" in
        --check) again=yes ;;
        --key)
          [ $# -gt 1 ] || die "--key wants a file"
          shift
          arguments+=(--key "$(realpath "$1")")
          ;;
        *) arguments+=("$1") ;;
      esac
      shift
    done
    need_build_tools
    say "cargo xtask release"
    cargo xtask release ${arguments[@]+"${arguments[@]}"}
    if [ -n "$again" ]; then
      # The second place signs with the same key.
      LANYARD_KEY=${LANYARD_KEY:-.lanyard/key.pem}
      [ ! -f "$LANYARD_KEY" ] || LANYARD_KEY=$(realpath "$LANYARD_KEY")
      export LANYARD_KEY
      release_elsewhere ${arguments[@]+"${arguments[@]}"}
    fi
    ;;
  setup) need_test_tools ;;
  test)
    need_test_tools
    test_all
    ;;
  demo)
    shift
    need_test_tools
    build
    LANYARD_BIN=$(command_line) node tests/demo.mjs "$@"
    ;;
  bench)
    shift
    need_test_tools
    build
    LANYARD_BIN=$(command_line) node bench/run.mjs "$@"
    ;;
  soak)
    shift
    need_test_tools
    build
    LANYARD_BIN=$(command_line) node tests/soak/run.mjs "$@"
    ;;
  faults)
    shift
    need_test_tools
    build
    LANYARD_BIN=$(command_line) node tests/faults/run.mjs "$@"
    ;;
  attacks)
    shift
    need_test_tools
    build
    LANYARD_BIN=$(command_line) node tests/attacks/run.mjs "$@"
    ;;
  # Not among the tests: what lists of weaknesses say changes with the day and the network. Licences and sources are:
  # tests/dependencies.test.mjs.
  audit)
    need_rust
    need_node
    command -v cargo-deny >/dev/null || die "cargo-deny is missing. Run: cargo install --locked cargo-deny"
    # Fuzzing and the scan of the bench have locks of their own.
    audited=0
    for manifest in Cargo.toml fuzz/Cargo.toml bench/scan/Cargo.toml; do
      say "cargo deny: $manifest"
      cargo deny --manifest-path "$manifest" --config deny.toml check licenses bans sources || audited=1
    done
    say "cargo deny: known weaknesses"
    cargo deny check advisories || audited=1
    say "npm audit"
    npm audit || audited=1
    [ "$audited" = 0 ] || die "something was found, or a list could not be had: see above"
    ;;
  help | -h) help ;;
  *)
    help >&2
    die "unknown command: $1"
    ;;
esac
