// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Payments of customers and what corrects them: recorded or imported by an operator; reversals, refunds, credit notes
// and write-offs are proposed by one person and approved by another.
Operations payment_operations();

// What accounts owe: the status of each final bill, and statements of account.
Operations receivable_operations();

}  // namespace samebill::api
