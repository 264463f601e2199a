#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plants faults in a copy of the core, one at a time, and expects the tests to see each: a fault that passes is a failed test.
set -uo pipefail
cd "$(dirname "$0")/../.."
copy=build/faults
rm -rf "$copy/source"
mkdir -p "$copy/source"
cp -r CMakeLists.txt core tests examples "$copy/source/" 2>/dev/null
rm -rf "$copy/source/tests/node_modules"
passed=0
failed=0

build() { cmake --build "$copy/build" --target samebill_lines samebill_unit > "$copy/build.log" 2>&1; }
tests_pass() {
  "$copy/build/tests/unit/samebill_unit" > "$copy/unit.log" 2>&1 &&
    node tests/reference/compare.mjs --count 300 --seed 7000 --engine "$copy/build/samebill_lines" \
      --save "$copy/difference.json" > "$copy/random.log" 2>&1
}

cmake -S "$copy/source" -B "$copy/build" -G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_BUILD_TYPE=Debug \
  > "$copy/configure.log" 2>&1
if ! build || ! tests_pass; then
  tail -n 20 "$copy/build.log" "$copy/unit.log" "$copy/random.log"
  echo "the tests fail without a fault"
  echo "0 passed, 1 failed"
  exit 1
fi

# plant NAME FILE OLD NEW: the text OLD (once in the file) becomes NEW.
plant() {
  local name=$1 file=$copy/source/$2 old=$3 new=$4
  if [[ $(grep -cF -- "$old" "$file") -ne 1 ]]; then
    echo "$name: the place of the fault is not in $2 once"
    failed=$((failed + 1))
    return
  fi
  cp "$file" "$copy/sound"
  OLD=$old NEW=$new perl -0pi -e 's/\Q$ENV{OLD}\E/$ENV{NEW}/' "$file"
  if ! build; then
    echo "$name: does not build"
    tail -n 5 "$copy/build.log"
    failed=$((failed + 1))
  elif tests_pass; then
    echo "$name: no test saw it"
    failed=$((failed + 1))
  else
    echo "$name: seen"
    passed=$((passed + 1))
  fi
  cp "$copy/sound" "$file"
}

plant "day count off by one" core/timeline/tally.cpp "last - first + 1" "last - first"
plant "rounded twice" core/charges/lines.cpp "return {price.nanos * days, Int128{nano} * days_in_month};" \
  "return {price.nanos / 10000000 * days / days_in_month * 10000000, nano};"
plant "trigger compared with >=" core/timeline/device_sessions.cpp "count > use.triggers[k]" "count >= use.triggers[k]"
plant "pool by device" core/rating/rate_month.cpp "row.group != no_index && kind != Kind::voice" "false && kind != Kind::voice"
plant "paid period a month short" core/timeline/device_walk.cpp "(first_day ? 1 : 0)" "1"
plant "included amount rounded down" core/rating/rate_month.cpp "(product + days_in_month - 1) / days_in_month" \
  "product / days_in_month"
plant "expiry inclusive" core/timeline/device_sessions.cpp "expires < session.end" "expires <= session.end"
plant "discount not rounded away from zero" core/base/money.cpp "const bool negative = exact.numerator < 0;" \
  "const bool negative = false;"

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
