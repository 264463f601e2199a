// SPDX-License-Identifier: MIT
#include "native-server/usage/incoming_upload.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "native-server/store/corrections.h"
#include "native-server/store/usage_chunks.h"

namespace samebill::usage {

namespace {

constexpr size_t batch_bytes = size_t{4} << 20;
// All rejects are counted; beyond these they are not listed.
constexpr uint64_t listed_rejects = 100'000;
constexpr int64_t listed_reject_bytes = int64_t{32} << 20;

void put_two(char* to, int64_t value) {
    to[0] = static_cast<char>('0' + value / 10);
    to[1] = static_cast<char>('0' + value % 10);
}

// Instants as 20 characters; the text of the day is kept, as neighbours mostly share it.
class InstantText {
public:
    void append(std::string& out, Instant at) {
        const Date day = date_at(at);
        if (day != day_) {
            day_ = day;
            std::memcpy(text_, format_date(day).data(), 10);
        }
        const int64_t second = at - start_of(day);
        put_two(text_ + 11, second / 3600);
        put_two(text_ + 14, second / 60 % 60);
        put_two(text_ + 17, second % 60);
        out.append(text_, sizeof text_ - 1);
    }

private:
    Date day_ = INT32_MIN;
    char text_[21] = "0000-00-00T00:00:00Z";
};

}  // namespace

IncomingUpload::IncomingUpload(const Around& around, UploadHead given, UsageTable::Format format)
    : head(std::move(given)),
      sheets(around.database.folder()),
      around_(around),
      reader_(format),
      csv_(format == UsageTable::Format::csv) {}

void IncomingUpload::count_sent(std::string_view sent) {
    bytes += static_cast<int64_t>(sent.size());
    seen_.update(sent);
}

void IncomingUpload::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, batch_bytes - fed_);
        reader_.feed(piece);
        fed_ += piece.size();
        bytes.remove_prefix(piece.size());
        if (fed_ == batch_bytes) take_batch();
    }
}

void IncomingUpload::feed_line(std::string_view line) {
    ++fed_lines_;
    feed(line);
}

void IncomingUpload::reject_unread(std::string_view message, std::string text) {
    reject({.record = fed_lines_ + static_cast<int64_t>(unread_at_.size()),
            .code = "schema",
            .message = std::string(message),
            .text = std::move(text)});
    unread_at_.push_back(fed_lines_);
}

// The number in the upload of a record that the reader counts as the `record`-th.
int64_t IncomingUpload::number_of(int64_t record) const {
    return record + (std::upper_bound(unread_at_.begin(), unread_at_.end(), record) - unread_at_.begin());
}

void IncomingUpload::end() {
    reader_.end();
    take_batch();
    digest = "sha256:" + seen_.finish_hex();
}

bool IncomingUpload::room_for_reject() const {
    return rejects.size() < listed_rejects && reject_bytes_ < listed_reject_bytes;
}

void IncomingUpload::reject(store::usage_rejects::Reject reject) {
    ++counts.records;
    ++counts.rejected;
    if (!room_for_reject()) return;
    reject_bytes_ += static_cast<int64_t>(reject.text.size() + reject.message.size());
    rejects.push_back(std::move(reject));
}

void IncomingUpload::take_batch() {
    fed_ = 0;
    UsageReader::Batch batch = reader_.take();
    counts.records += batch.records;
    counts.rejected += batch.rejected;
    counts.repeated += batch.repeated;
    if (csv_ && batch.first_record == 0 && !batch.listed.empty() && batch.listed.front().line == 1) {
        header_refused = batch.listed.front().message;
    }
    for (Reject& listed : batch.listed) {
        if (!room_for_reject()) break;
        reject_bytes_ += static_cast<int64_t>(listed.text.size() + listed.message.size());
        const bool as_sent = fed_lines_ == 0;
        rejects.push_back({.record = number_of(batch.first_record + listed.record),
                           .line = as_sent ? std::optional(listed.line) : std::nullopt,
                           .byte = as_sent ? std::optional(listed.column) : std::nullopt,
                           .code = std::move(listed.code),
                           .message = std::move(listed.message),
                           .text = std::move(listed.text)});
    }
    reader_.keep_rejects(listed_rejects - rejects.size());
    first_record_ = batch.first_record;
    const SessionTable& sessions = batch.sessions;
    if (sessions.size() == 0) return;
    std::vector<std::string_view> devices;
    for (uint32_t i = 0; i < sessions.device_count(); ++i) devices.push_back(sessions.device_id(i));
    const auto accounts = around_.devices.accounts_of(devices);
    Sheet sheet;
    sheet.keys.reserve(static_cast<size_t>(sessions.size()));
    sheet.rows.reserve(static_cast<size_t>(sessions.size()));
    for (uint32_t i = 0; i < sessions.device_count(); ++i) add_rows(sessions, i, accounts[i], sheet);
    if (sheet.keys.empty()) return;
    stored_records += static_cast<int64_t>(sheet.keys.size());
    sheets.add(std::move(sheet));
    around_.database.require_room();
}

// The oldest month of the account for which usage is taken.
Month IncomingUpload::first_month_taken(const std::string& account) {
    const auto [found, fresh] = first_months_.try_emplace(account, Month{0});
    if (!fresh) return found->second;
    const std::string billed = around_.database.read(
        [&](store::Transaction& transaction) { return store::usage_chunks::billed_through(transaction, account); });
    if (!billed.empty()) {
        found->second = *parse_month(store::corrections::first_correctable(billed, around_.correction_months));
    }
    return found->second;
}

void IncomingUpload::add_rows(const SessionTable& sessions, uint32_t device, const std::string* account,
                              Sheet& sheet) {
    const std::string_view device_id = sessions.device_id(device);
    InstantText instants;
    Month known = -1;
    bool late = false;
    uint32_t group = account == nullptr && !head.account ? groups.of_device(device_id) : 0;
    const auto range = sessions.sessions_of(device);
    for (uint64_t at = range.begin; at < range.end; ++at) {
        const Session session = sessions.session(at);
        const std::string_view id = sessions.record_id(session.record);
        const auto begin = static_cast<uint32_t>(sheet.text.size());
        std::string& text = sheet.text;
        text.append(id).append(1, ',').append(device_id).append(1, ',').append(name_of(session.kind)).append(1, ',');
        instants.append(text, session.start);
        text.push_back(',');
        instants.append(text, session.end);
        text.append(1, ',').append(std::to_string(session.quantity)).append(1, '\n');
        if (head.account && (account == nullptr || *account != *head.account)) {
            --counts.records;  // `reject` counts it
            reject({.record = number_of(first_record_ + session.record),
                    .code = "unknown_device",
                    .message = "the account that this key belongs to has no such device: add it first",
                    .text = text.substr(begin, text.size() - begin - 1)});
            text.resize(begin);
            continue;
        }
        if (account != nullptr && month_at(session.start) != known) {
            known = month_at(session.start);
            late = known < first_month_taken(*account);
            if (!late) group = groups.of_account(*account, known);
        }
        if (late) {
            --counts.records;
            reject({.record = number_of(first_record_ + session.record),
                    .code = "too_late",
                    .message = "the bill of " + format_month(known) + " is final, and too old to be corrected",
                    .text = text.substr(begin, text.size() - begin - 1)});
            text.resize(begin);
            continue;
        }
        sheet.keys.push_back(around_.hash.of(id, device_id, session));
        sheet.rows.push_back({.quantity = session.quantity,
                              .record = number_of(first_record_ + session.record),
                              .begin = begin,
                              .group = group,
                              .day = date_at(session.start),
                              .size = static_cast<uint16_t>(text.size() - begin),
                              .kind = session.kind});
    }
}

}  // namespace samebill::usage
