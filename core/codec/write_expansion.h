// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/quote/expansion.h"

namespace samebill {

// samebill/request/1 of a scenario written out. `scenario_text` is its sound document: catalog and account stand in the
// request as they stand there, with the devices added.
std::string write_expansion(std::string_view scenario_text, const Expansion& expansion);

}  // namespace samebill
