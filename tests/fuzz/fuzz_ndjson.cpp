// SPDX-License-Identifier: MIT
// Usage records as NDJSON, in chunks split anywhere.
#include "tests/fuzz/usage_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    return samebill::fuzz::try_records(samebill::UsageTable::Format::ndjson, samebill::fuzz::bytes_of(data, size));
}
