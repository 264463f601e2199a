#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the data, runs this engine and what people would use instead in turn, prints medians and ratios (README.md).
#   tests/bench/run.sh [--sizes S,M] [--rounds 5] [--parts compare,full,stages,request,year,linear] [--only NAME,...]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/setup.sh
install_packages "${build_packages[@]}" chromium sqlite3
install_node
install_npm tests
install_npm tests/bench
configure build/bench/native -DCMAKE_BUILD_TYPE=Release
cmake --build build/bench/native --target bench_programs > build/logs/bench_build.log ||
  { tail -n 20 build/logs/bench_build.log; exit 1; }
if [[ ! -f wasm/dist/core.wasm ]]; then
  configure_wasm build/wasm
  cmake --build build/wasm --target samebill_wasm
  (cd wasm && npm run -s build)
fi
exec node tests/bench/bench.mjs "$@"
