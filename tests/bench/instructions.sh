#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Counts the instructions of small fixed jobs with callgrind and holds them against instructions/COMPILER-PROCESSOR.txt: more than 5 % more
# fails. A compiler that has no file records its own and passes. `instructions.sh --record` writes the file anew.
# The core is built without its files of one processor (*_x86.cpp), and the C library is told to use its plain functions, so that
# the counts do not depend on the machine.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/setup.sh
install_packages g++ cmake ninja-build ccache nlohmann-json3-dev valgrind || exit 1

tree=build/instructions
allowed=5 # per cent
record=no
[[ ${1:-} == --record ]] && record=yes

build() {
  # A processor that CMake does not know leaves out *_x86.cpp; compiler and system are the machine's own.
  configure $tree -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=plain -DCMAKE_BUILD_TYPE=Release &&
    cmake --build $tree --target bench_programs > build/logs/instructions_build.log ||
    { tail -n 20 build/logs/instructions_build.log; return 1; }
}

make_data() {
  mkdir -p $tree/fleet $tree/fleet_with_inputs $tree/device &&
    $tree/make_fleet $tree/fleet --sessions 20000 --devices 500 &&
    $tree/make_fleet $tree/fleet_with_inputs --sessions 20000 --devices 500 --digest &&
    $tree/make_fleet $tree/device --sessions 30 --devices 1 --inline --repeats 0
}

# count NAME PART FOLDER: instructions between the beginning and the end of `counted`.
count() {
  local log=$tree/$1.log
  GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-AVX,-ERMS,-FSRM,-SSSE3,-SSE4_1,-SSE4_2,-BMI2 \
    valgrind --tool=callgrind --callgrind-out-file="$tree/$1.callgrind" --collect-atstart=no --toggle-collect=counted \
    $tree/count_instructions "$2" "$3" < /dev/null 2> "$log" || { tail -n 5 "$log" >&2; return 1; }
  awk '/Collected : / { print $4 }' "$log"
}

build && make_data || { echo "0 passed, 1 failed"; exit 1; }
compiler=$(sed -nE 's/^CMAKE_CXX_COMPILER:[A-Z]+=(.*)$/\1/p' $tree/CMakeCache.txt)
banner=$("$compiler" --version | head -n 1)
version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' <<< "$banner" | tail -n 1)
[[ $banner == *clang* ]] && family=clang || family=g++
file=tests/bench/instructions/$family-$version-$(uname -m).txt

declare -A known=()
if [[ -f $file && $record == no ]]; then
  while read -r part instructions; do known[$part]=$instructions; done < "$file"
else
  mkdir -p tests/bench/instructions
  : > "$file"
  echo "no counts of ${file##*/} yet, or they are to be made anew: recorded"
fi

passed=0
failed=0
while read -r part job folder; do
  if ! now=$(count "$part" "$job" "$tree/$folder") || [[ ! $now =~ ^[0-9]+$ || $now -lt 10000 ]]; then
    echo "$part: not counted"
    failed=$((failed + 1))
    continue
  fi
  before=${known[$part]:-}
  if [[ -z $before ]]; then
    echo "$part $now" >> "$file"
    echo "$part: $now instructions, recorded"
    passed=$((passed + 1))
  elif [[ $((now * 100)) -gt $((before * (100 + allowed))) ]]; then
    echo "$part: $now instructions, more than $allowed % above the $before of ${file##*/};" \
      "make it cheaper, or explain why and record with --record"
    failed=$((failed + 1))
  else
    echo "$part: $now instructions, $before recorded ($(((now - before) * 1000 / before)) per mille more)"
    passed=$((passed + 1))
  fi
done << 'PARTS'
csv_to_table csv_to_table fleet
table_to_bills table_to_bills fleet
table_to_bills_with_inputs table_to_bills fleet_with_inputs
request request device
PARTS
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
