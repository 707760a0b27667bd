#!/usr/bin/env bash
# Fuzzes each target for some time: fuzz/run.sh [SECONDS] [TARGET…]. 600 seconds unless said otherwise.
# Needs `cargo install cargo-fuzz` and a nightly compiler. What earlier runs found is in fuzz/corpus/TARGET.tar.xz (inputs
# of 4 KB and less); what this one finds new stays in fuzz/corpus/TARGET, and `fuzz/run.sh keep` packs all of that again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if [ "${1:-}" = keep ]; then
  for dir in corpus/*/; do
    name=$(basename "$dir")
    (cd corpus && find "$name" -type f -size -5k | LC_ALL=C sort |
      tar --mtime=2026-01-01 --owner=0 --group=0 --numeric-owner -cJf "$name.tar.xz" -T -)
  done
  exit
fi

seconds=${1:-600}
[ $# = 0 ] || shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)

seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT

# What the project has of it already, in a folder of its own.
seed() {
  local into=$seeds/$1
  mkdir -p "$into" "corpus/$1"
  [ ! -f "corpus/$1.tar.xz" ] || tar -xJf "corpus/$1.tar.xz" -C corpus
  case $1 in
    file_*) cp ../crate/document/tests/files/* "$into" ;;
    judge) node --input-type=module -e '
      import { readFileSync, readdirSync, writeFileSync } from "node:fs";
      const from = "../tests/corpus/cases/";
      let n = 0;
      for (const file of readdirSync(from))
        for (const one of JSON.parse(readFileSync(from + file, "utf8")).cases)
          if (one.observation) writeFileSync(`${process.argv[1]}/${n++}`, JSON.stringify(one.observation));
      ' "$into" ;;
    config) node --input-type=module -e '
      import { readFileSync, readdirSync, writeFileSync } from "node:fs";
      const from = "../docs/samples/";
      for (const file of readdirSync(from).filter((name) => name.endsWith(".json"))) {
        const keys = Object.entries(JSON.parse(readFileSync(from + file, "utf8")));
        const plain = keys.map(([key, value]) => [key, String(value?.Value ?? value)]);
        writeFileSync(`${process.argv[1]}/${file}`, JSON.stringify(Object.fromEntries(plain)));
      }' "$into" ;;
    pack) cp ../extension/policies/*.toml "$into" ;;
    people) find .. -name '*.csv' -not -path '*/node_modules/*' -not -path '*/target/*' -exec cp {} "$into" \; ;;
    text_scan) cp ../tests/text/*.txt "$into" 2>/dev/null || true ;;
  esac
}

failed=()
for target in "${targets[@]}"; do
  seed "$target"
  printf '== %s, %s s\n' "$target" "$seconds"
  # Safe code throughout: what is looked for is a panic, an overflow or an endless loop.
  cargo +nightly fuzz run -s none "$target" "corpus/$target" "$seeds/$target" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 2>&1 |
    grep -E 'SUMMARY|panicked|ERROR|number_of_executed_units|average_exec|new_units_added|peak_rss|Test unit written' || true
  [ "${PIPESTATUS[0]}" = 0 ] || failed+=("$target")
done
[ ${#failed[@]} = 0 ] || { printf 'FAILED: %s\n' "${failed[@]}"; exit 1; }
