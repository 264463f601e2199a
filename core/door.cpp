// SPDX-License-Identifier: MIT
#include "core/door.h"

#include "core/base/pages.h"
#include "core/codec/state_codec.h"
#include "core/codec/write_bill.h"
#include "core/codec/write_rejects.h"

namespace samebill {

Rejects rejects_after_period(const UsageTable::Impl& table, const AccountUsage& usage) {
    return table.listed(usage.after_period(), "period",
                        "the record starts after the last month of the request: bill it with a later one");
}

void report_rejects(const Inputs& inputs, const Rejects& table, const Rejects& after_period, Problems& problems) {
    if (inputs.rejects == nullptr && !inputs.rejects_fail) return;
    const Rejects all = merged(table, after_period);
    if (inputs.rejects != nullptr) *inputs.rejects = write_rejects(all);
    if (!inputs.rejects_fail) return;
    for (const Reject& reject : all.first)
        problems.push_back({reject.code, "/usage/" + std::to_string(reject.record), reject.message});
}

std::string write_result(const Request& request, const BillRun& run, const std::string& inputs_digest,
                         const LongTextOptions& options) {
    // Room for all of it, so that what is written is not moved.
    constexpr size_t row_bytes = 200;
    size_t rows = run.closing.devices.size();
    for (const Bill& bill : run.bills)
        rows += bill.intervals.size() + bill.allowances.size() + bill.lines.size() + bill.usage.size();
    std::string text;
    reserve_filling(text, rows * row_bytes + 4096);
    text += "{\"bills\":[";
    for (const Bill& bill : run.bills) {
        if (text.back() != '[') text.push_back(',');
        write_bill(request, bill, inputs_digest, text, options);
    }
    text += "],\"closing\":";
    write_state(run.closing, request, text, options);
    text += ",\"schema\":\"samebill/result/1\"}";
    return text;
}

}  // namespace samebill
