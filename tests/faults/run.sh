#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plants faults in the core, one at a time, and expects the tests to see each: a fault that passes is a failed test. Only the file with the
# fault is compiled anew, as build/native compiles it, and linked before the sound core.
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD tree=$PWD/build/native work=$PWD/build/faults
rm -rf "$work"
mkdir -p "$work"
passed=0
failed=0

cmake --build "$tree" --target samebill_lines samebill_unit > "$work/build.log" 2>&1 ||
  { tail -n 20 "$work/build.log"; echo "0 passed, 1 failed"; exit 1; }
ninja -C "$tree" -t commands samebill_lines samebill_unit > "$work/commands"

# build FILE TEXT: a program for each test in `work`, with TEXT in the place of the core's FILE.
build() {
  local file=$1 text=$2 object=$work/fault.o command program
  command=$(grep -F -- "-c $root/$file" "$work/commands")
  command=${command/"-c $root/$file"/"-c $text"}
  (cd "$tree" && eval "$(sed -E "s|-MT [^ ]+ -MF [^ ]+ -o [^ ]+|-o $object|; s|-MD||" <<< "$command")") > "$work/build.log" 2>&1 ||
    return 1
  for program in samebill_lines samebill_unit; do
    command=$(grep -E -- "-o ([^ ]*/)?$program " "$work/commands")
    (cd "$tree" && eval "$(sed -E "s|-o ([^ ]*/)?$program |$object -o $work/$program |" <<< "$command")") \
      >> "$work/build.log" 2>&1 || return 1
  done
}
tests_pass() {
  "$work/samebill_unit" > "$work/unit.log" 2>&1 &&
    node tests/reference/compare.mjs --count 300 --seed 7000 --engine "$work/samebill_lines" \
      --save "$work/difference.json" > "$work/random.log" 2>&1
}

# The same way without a fault, so that what is seen below is the fault.
if ! build core/base/money.cpp "$root/core/base/money.cpp" || ! tests_pass; then
  tail -n 20 "$work"/*.log
  echo "the tests fail without a fault"
  echo "0 passed, 1 failed"
  exit 1
fi

# plant NAME FILE OLD NEW: the text OLD (once in the file) becomes NEW.
plant() {
  local name=$1 file=$2 old=$3 new=$4 text=$work/fault.cpp
  if [[ $(grep -cF -- "$old" "$file") -ne 1 ]]; then
    echo "$name: the place of the fault is not in $file once"
    failed=$((failed + 1))
    return
  fi
  OLD=$old NEW=$new perl -0pe 's/\Q$ENV{OLD}\E/$ENV{NEW}/' "$file" > "$text"
  if ! build "$file" "$text"; then
    echo "$name: does not build"
    tail -n 5 "$work/build.log"
    failed=$((failed + 1))
  elif tests_pass; then
    echo "$name: no test saw it"
    failed=$((failed + 1))
  else
    echo "$name: seen"
    passed=$((passed + 1))
  fi
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
