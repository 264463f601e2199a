#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The server under valgrind: what it reads or writes wrongly, or loses, is on stderr and makes exit code 99.
exec valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --num-callers=30 \
  "$SAMEBILL_CHECKED" "$@"
