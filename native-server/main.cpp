// SPDX-License-Identifier: MIT
#include "native-server/cli/command_line.h"

int main(int argc, char** argv) {
    return samebill::cli::main(argc, argv);
}
