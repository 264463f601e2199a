// SPDX-License-Identifier: MIT
#include <algorithm>
#include <new>
#include <optional>
#include <span>

#include "core/base/assert.h"
#include "core/codec/decode.h"
#include "core/door.h"

namespace samebill {

struct SortedRun::Impl {
    explicit Impl(const Inputs& given) : inputs(given) {}

    void begin();
    // The devices in the table, whole ones, and of the account those before `next` as well.
    void take(std::string_view next);
    Outcome finish();

    Inputs inputs;
    Request request;
    SessionTable inline_sessions;
    std::vector<std::string_view> device_ids;
    std::optional<MonthlyBill> bill;
    size_t taken = 0;  // devices
    Rejects after_period;
    Problems problems;
};

void SortedRun::Impl::begin() {
    UsageTable::Impl& table = inputs.table->impl();
    SAMEBILL_ASSERT(table.rejects.records == 0 && !table.by_device);
    table.sessions.compare_within_devices();
    table.by_device.emplace();
    table.by_device->take = [this](std::string_view next) { take(next); };
    problems =
        decode_request(inputs.request, {inputs.from, inputs.through, true, inputs.run_jobs}, request, inline_sessions);
    if (!problems.empty()) return;
    if (request.from != request.through) {
        problems.push_back({"period", "/through",
                            "Sorted usage is billed month by month: bill this month, then the next one with the "
                            "closing state."});
    }
    if (request.inputs_digest) {
        problems.push_back({"schema", "/inputs_digest",
                            "The digest of the inputs takes the records of all devices in the order of time: it must "
                            "be false with sorted usage."});
    }
    if (!problems.empty()) return;
    for (const Device& device : request.account.devices) device_ids.push_back(device.id);
    BillOptions options;
    options.run_jobs = inputs.run_jobs;
    bill.emplace(request, options);
}

void SortedRun::Impl::take(std::string_view next) {
    if (!problems.empty()) return;
    UsageTable::Impl& table = inputs.table->impl();
    const auto begin = device_ids.begin() + static_cast<std::ptrdiff_t>(taken);
    const auto end = next.empty() ? device_ids.end() : std::lower_bound(begin, device_ids.end(), next);
    UsageQuery query;
    query.table = &table.sessions;
    query.devices = std::span<const std::string_view>(device_ids).subspan(taken, static_cast<size_t>(end - begin));
    query.from = request.from;
    query.through = request.through;
    query.own_records_only = inputs.own_records_only;
    const AccountUsage usage(query);
    table.claim(request.account.id, usage.table_devices());
    after_period = merged(after_period, rejects_after_period(table, usage));
    taken = static_cast<size_t>(end - device_ids.begin());
    bill->add(static_cast<Index>(taken), usage);
}

Outcome SortedRun::Impl::finish() {
    inputs.table->seal();
    UsageTable::Impl& table = inputs.table->impl();
    if (table.failed) throw std::bad_alloc();
    if (problems.empty() && table.by_device->out_of_order != UINT32_MAX) {
        problems.push_back({"schema", "/usage/" + std::to_string(table.by_device->out_of_order),
                            "The usage is not sorted by device: a record of a device that comes later, byte by byte, "
                            "is ahead of this one."});
    }
    if (!problems.empty()) return failure(problems);
    table.take_last_devices();
    after_period.records = table.rejects.records;
    report_rejects(inputs, table.rejects, after_period, problems);
    if (!problems.empty()) return failure(problems);
    const BillRun run = bill->finish();
    problems = run.problems;
    sort_by_path(problems);
    if (!problems.empty()) return failure(problems);
    return {true, write_result(request, run, {}, {inputs.run_jobs})};
}

SortedRun::SortedRun(const Inputs& inputs) {
    SAMEBILL_ASSERT(inputs.table != nullptr);
    const Outcome begun = guarded([&]() -> Outcome {
        impl_ = std::make_unique<Impl>(inputs);
        impl_->begin();
        return {true, {}};
    });
    if (!begun.ok) failed_ = begun.text;
}
SortedRun::~SortedRun() = default;

Outcome SortedRun::finish() {
    if (!failed_.empty()) return {false, failed_};
    return guarded([&] { return impl_->finish(); });
}

}  // namespace samebill
