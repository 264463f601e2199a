// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "native-server/store/transaction.h"

// Whether what lies in the store is what was put there. Each function reads all of its subject, tells `report` what is
// wrong, and returns how many rows it looked at.

namespace samebill::store::inspection {

using Report = std::function<void(const std::string& subject, const std::string& message)>;

// The file itself: pages, columns, indexes, constraints, references.
void check_file(Transaction& transaction, const Report& report);

// Gapless, each row with its own digest and that of the row before.
int64_t check_audit(Transaction& transaction, const Report& report);

// Every catalog version is what its digest says.
int64_t check_catalogs(Transaction& transaction, const Report& report);

// Every account is as its last revision has it, and documents can be read.
int64_t check_accounts(Transaction& transaction, const Report& report);

// Rows of usage are as many as the counts of chunks, uploads and days say, and every record id is remembered.
int64_t check_usage(Transaction& transaction, const Report& report);

}  // namespace samebill::store::inspection
