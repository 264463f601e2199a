#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Feeds the doors of the engine with mutated documents and records: tests/fuzz/run.sh SECONDS [TARGET...]
# Every target runs for its share of the time, from the seeds and from what earlier runs found. A crash, a leak, a
# property that does not hold and an input of 20 seconds fail the target; the input stays under build/fuzz/crashes.
set -uo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds in all}
shift
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(run check correct state csv ndjson)
build=build/fuzz
mkdir -p build/logs "$build/crashes"

give_up() {
  tail -n 20 "$1"
  echo "0 passed, ${#targets[@]} failed"
  exit 1
}
if [[ ! -f $build/build.ninja ]]; then
  cmake -S . -B "$build" -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DSAMEBILL_FUZZ=ON \
    > build/logs/configure_fuzz.log 2>&1 || give_up build/logs/configure_fuzz.log
fi
cmake --build "$build" --target samebill_fuzz > build/logs/build_fuzz.log 2>&1 || give_up build/logs/build_fuzz.log
node tests/fuzz/seeds.mjs "$build/seeds" || give_up build/logs/build_fuzz.log

passed=0
failed=0
share=$((seconds / ${#targets[@]}))
[[ $share -ge 1 ]] || share=1
for target in "${targets[@]}"; do
  log=build/logs/fuzz_$target.log
  mkdir -p "$build/corpus/$target"
  if "$build/tests/fuzz/fuzz_$target" -max_total_time="$share" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
    -dict=tests/fuzz/samebill.dict -artifact_prefix="$build/crashes/$target-" -print_final_stats=1 -verbosity=1 \
    "$build/corpus/$target" "$build/seeds/$target" > "$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$target fails; the end of $log:"
    tail -n 40 "$log"
  fi
  echo "$target: $(sed -nE 's/^stat::number_of_executed_units: *//p' "$log") executions in $share s"
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
