// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "core/api.h"
#include "core/bill/make_bill.h"
#include "core/codec/long_text.h"
#include "core/codec/write_error.h"
#include "core/usage/account_usage.h"
#include "core/usage/usage_table.h"

namespace samebill {

// What the functions of the door (api.h) share.

inline Outcome failure(const Problems& problems) {
    return {false, write_error(problems)};
}
inline Outcome failure(std::string_view code, std::string_view path, std::string message) {
    return failure({{std::string(code), std::string(path), std::move(message)}});
}

// Nothing is thrown across the door: what went wrong here becomes an error that no input can cause.
template <class Work>
Outcome guarded(Work work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return failure("internal", "", "The memory does not suffice; split the request.");
    } catch (const std::exception& fault) {
        return failure("internal", "", std::string("The engine failed: ") + fault.what());
    } catch (...) {
        return failure("internal", "", "The engine failed.");
    }
}

// The records that start after the last month, of those at hand in the table.
Rejects rejects_after_period(const UsageTable::Impl& table, const AccountUsage& usage);
// The table's rejects and these: to the caller, or as errors.
void report_rejects(const Inputs& inputs, const Rejects& table, const Rejects& after_period, Problems& problems);

// samebill/result/1. `inputs_digest`: empty if none was asked for.
std::string write_result(const Request& request, const BillRun& run, const std::string& inputs_digest,
                         const LongTextOptions& options);

}  // namespace samebill
