// SPDX-License-Identifier: MIT
#include "core/usage/usage_reader.h"

#include <utility>

#include "core/usage/csv_reader.h"
#include "core/usage/ndjson_reader.h"

namespace samebill {

UsageReader::UsageReader(UsageTable::Format format) {
    intake_.emplace(sessions_, rejects_).begin_input({});
    if (format == UsageTable::Format::csv) {
        reader_ = std::make_unique<CsvReader>(*intake_);
    } else {
        reader_ = std::make_unique<NdjsonReader>(*intake_);
    }
}

UsageReader::Batch UsageReader::take() {
    intake_->settle(nullptr);
    sessions_.seal();
    Batch batch;
    batch.first_record = first_record_;
    batch.records = rejects_.records;
    batch.rejected = rejects_.rejected;
    for (const SessionTable::Duplicates& dropped : sessions_.duplicates()) batch.repeated += dropped.count;
    batch.listed = std::move(rejects_.first);
    batch.sessions = std::exchange(sessions_, SessionTable());
    first_record_ += rejects_.records;
    Rejects next;
    next.keep = rejects_.keep;
    rejects_ = std::move(next);
    intake_.emplace(sessions_, rejects_).begin_input({});
    return batch;
}

}  // namespace samebill
