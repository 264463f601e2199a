// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "core/base/jobs.h"
#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/usage/session_table.h"

namespace samebill {

// The long lists of a request, `devices`, `events` and `usage`, from the text straight into values, without a document
// in between. An element that is not as nearly all are is read by the general reader, alone; a list that has anything
// wrong in it is given up, and with it this way of reading: then the whole request is read the general way, which finds
// every problem. Both ways give the same values.
class StreamedLists final : public ListReader {
public:
    // `sessions` null: `usage` is left to the parser.
    StreamedLists(SessionTable* sessions, const RunJobs* run_jobs) : sessions_(sessions), run_jobs_(run_jobs) {}

    size_t read(std::string_view around, std::string_view name, std::string_view text) override;

    bool given_up() const { return given_up_; }
    bool has_devices() const { return !devices_text_.empty(); }
    bool has_events() const { return !events_text_.empty(); }
    bool has_usage() const { return has_usage_; }
    Instant latest_start() const { return latest_start_; }  // of a session; `no_instant` if there is none

    // The texts of the lists, brackets included, for their canonical form.
    std::string_view devices_text() const { return devices_text_; }
    std::string_view events_text() const { return events_text_; }

    std::vector<NamedDevice> devices;
    std::vector<NamedEvent> events;

private:
    size_t read_usage(std::string_view text);

    SessionTable* sessions_;
    const RunJobs* run_jobs_;
    std::vector<Document> unusual_;  // elements that values point into
    std::string_view devices_text_;
    std::string_view events_text_;
    bool has_usage_ = false;
    bool given_up_ = false;
    Instant latest_start_ = no_instant;
};

}  // namespace samebill
