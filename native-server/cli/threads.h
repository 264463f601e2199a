// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/jobs.h"

namespace samebill::cli {

// Runs the core's jobs on as many threads as the machine has processors; results do not depend on it.
RunJobs all_threads();

}  // namespace samebill::cli
