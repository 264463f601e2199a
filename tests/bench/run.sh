#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the data, runs this engine and what people would use instead in turn, prints medians and ratios (README.md).
#   tests/bench/run.sh [--sizes S,M] [--rounds 5] [--parts compare,full,stages,request,year,page,linear,server,uploads,bills] [--only NAME,...]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/setup.sh
install_packages "${build_packages[@]}" chromium sqlite3 wrk
install_node
install_npm tests
install_npm tests/bench
install_npm web
configure build/native
cmake --build build/native --target bench_programs samebill > build/logs/bench_build.log ||
  { tail -n 20 build/logs/bench_build.log; exit 1; }
configure_wasm build/wasm
cmake --build build/wasm --target samebill_wasm > build/logs/bench_wasm.log ||
  { tail -n 20 build/logs/bench_wasm.log; exit 1; }
(cd wasm && npm run -s build)
(cd web && npm run -s build) > build/logs/bench_web.log || { tail -n 20 build/logs/bench_web.log; exit 1; }
exec node tests/bench/bench.mjs "$@"
