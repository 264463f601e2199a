// SPDX-License-Identifier: MIT
#pragma once

namespace samebill::cli {

// Reads the command line, runs the command, gives the exit code. Never throws.
int main(int argc, char** argv);

}  // namespace samebill::cli
