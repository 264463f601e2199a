// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/cli/options.h"

// The commands. Each returns the exit code or throws `Failure`; each does no more than read files, call the door of the
// core, and write what came out.

namespace samebill::cli {

int bill(const Options& options);
int correct(const Options& options);
int explain(const Options& options);
int verify(const Options& options);
int check(const Options& options);
int terms(const Options& options);
int digest(const Options& options);

}  // namespace samebill::cli
