// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/problem.h"

namespace samebill {

// What comes in: the problems of one stage. What goes out: samebill/error/1.

// samebill/error/1 of problems in document order: each code at a place once, at most 100.
std::string write_error(const Problems& in_order);

// Brings problems of the computation, whose paths are made of members and positions, into document order: by position
// as a number, a container before what is in it, and at one place by code.
// Example: /events/2, /events/2/plan, /events/10.
void sort_by_path(Problems& problems);

}  // namespace samebill
