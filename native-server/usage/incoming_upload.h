// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/sha256.h"
#include "core/usage/usage_reader.h"
#include "native-server/store/uploads.h"
#include "native-server/store/usage_rejects.h"
#include "native-server/usage/device_directory.h"
#include "native-server/usage/record_hash.h"
#include "native-server/usage/sheet.h"

// One upload while it comes in: its bytes are read by the core's readers, and each record is turned into the row that
// will be stored, with its hashes and the account that its device belongs to. Nothing of it is in the store yet.

namespace samebill::usage {

struct UploadHead {
    std::string id;
    std::optional<std::string> account = {};  // records of other accounts' devices are rejected
    std::optional<std::string> feed = {};
    std::optional<int64_t> sequence = {};
    std::optional<std::string> file = {};
    std::string format;
    int64_t at = 0;
    std::string by = {};
    int64_t done_at = 0;  // set when it has come to its end
};

class IncomingUpload {
public:
    // What reading needs of the server.
    struct Around {
        DeviceDirectory& devices;
        const RecordHash& hash;
        const store::Database& database;
        int64_t correction_months;  // final months for which usage is still taken
    };
    IncomingUpload(const Around& around, UploadHead head, UsageTable::Format format);

    // The bytes to be read, and those that were sent: the same but for CloudEvents.
    void feed(std::string_view bytes);
    void count_sent(std::string_view bytes);
    // One whole line of NDJSON, counted as a record.
    void feed_line(std::string_view line);
    void end();
    void reject(store::usage_rejects::Reject reject);
    // Rejects something that takes a number among the records and never comes to the reader.
    void reject_unread(std::string_view message, std::string text);

    UploadHead head;
    Groups groups;
    Sheets sheets;
    std::vector<store::usage_rejects::Reject> rejects;  // the first of them
    store::uploads::Counts counts;                      // so far: records, repeated and rejected ones of each sheet
    int64_t bytes = 0;
    std::string digest;  // once ended
    int64_t stored_records = 0;  // rows in all sheets
    // The whole input was refused for its first line, which names other columns than those of a usage file.
    std::optional<std::string> header_refused;

private:
    bool room_for_reject() const;
    int64_t number_of(int64_t record) const;
    void take_batch();
    Month first_month_taken(const std::string& account);
    void add_rows(const SessionTable& sessions, uint32_t device, const std::string* account, Sheet& sheet);

    Around around_;
    std::map<std::string, Month> first_months_;  // by account
    UsageReader reader_;
    bool csv_;
    int64_t first_record_ = 0;
    int64_t fed_lines_ = 0;           // counted by feed_line
    std::vector<int64_t> unread_at_;  // how many lines had been fed when something was rejected unread
    size_t fed_ = 0;  // bytes since the last batch
    int64_t reject_bytes_ = 0;
    Sha256 seen_;
};

}  // namespace samebill::usage
