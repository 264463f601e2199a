// SPDX-License-Identifier: MIT
#include "core/base/sha256.h"

namespace samebill {

Sha256Blocks sha256_blocks() {
    return sha256_blocks_plain;
}

}  // namespace samebill
