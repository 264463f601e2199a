// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/api.h"
#include "native-server/cli/options.h"

// The commands. Each returns the exit code or throws `Failure`; each does no more than read files, call the door of the
// core, and write what came out.

namespace samebill::cli {

int bill(const Options& options);
int correct(const Options& options);
int explain(const Options& options);
int optimise(const Options& options);
int compare(const Options& options);
int verify(const Options& options);
// The part of `verify` for final bills; `document` is the text of one.
int verify_final_bill(const Options& options, const std::string& document);
// samebill/verification/1 of a bill against the request and usage of the command line.
Outcome verify_against_inputs(const Options& options, const std::string& bill);
int check(const Options& options);
int terms(const Options& options);
int digest(const Options& options);
int quote(const Options& options);
int make_quote(const Options& options);
int quote_check(const Options& options);
int backup(const Options& options);
int restore(const Options& options);
int fsck(const Options& options);
int admin_key(const Options& options);

}  // namespace samebill::cli
