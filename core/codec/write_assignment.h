// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/quote/assignment.h"

namespace samebill {

// samebill/assignment_result/1 of what was found for the request.
std::string write_assignment(const Request& request, const AssignmentOffer& offer, const Assignment& found);

}  // namespace samebill
