// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/usage/rejects.h"

namespace samebill {

// What comes in: records that were left out. What goes out: samebill/rejects/1, counts by code, and the records listed.
std::string write_rejects(const Rejects& rejects);

}  // namespace samebill
