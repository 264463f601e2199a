// SPDX-License-Identifier: MIT
#include "native-server/usage/deposit.h"

#include <algorithm>

#include "native-server/store/usage_chunks.h"
#include "native-server/store/usage_records.h"
#include "native-server/store/usage_suspense.h"

namespace samebill::usage {

namespace chunks = store::usage_chunks;
namespace uploads = store::uploads;

namespace {

constexpr size_t records_in_round = 1'000'000;     // whose ids are sorted and taken together
constexpr size_t chunk_bytes = size_t{4} << 20;    // a pile of this size becomes a chunk
constexpr int64_t chunk_records = 65'536;          // likewise
constexpr size_t piles_bytes = size_t{96} << 20;   // beyond, all piles become chunks
constexpr size_t bytes_at_once = size_t{4} << 20;  // of chunks that one transaction stores
constexpr size_t piles_at_once = static_cast<size_t>(records_at_once);

bool less(const RecordKey& a, const RecordKey& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

int64_t saturated_sum(int64_t a, int64_t b) {
    int64_t out = 0;
    return __builtin_add_overflow(a, b, &out) ? INT64_MAX : out;
}

}  // namespace

uploads::Upload Deposit::store_at_once(store::Transaction& transaction) {
    begin(transaction);
    const size_t sheets = upload_.sheets.size();
    const std::vector<Placed> keys = keys_of_round(0, sheets);
    take(transaction, keys.data(), keys.data() + keys.size());
    pile_up(0, sheets);
    make_all_ready();
    store_ready(transaction, SIZE_MAX);
    return finish(transaction);
}

int64_t Deposit::begin(store::Transaction& transaction) {
    receiving_ = uploads::receiving(transaction);
    const UploadHead& head = upload_.head;
    number_ = uploads::add(transaction, {.id = head.id,
                                         .account = head.account,
                                         .feed = head.feed,
                                         .sequence = head.sequence,
                                         .file = head.file,
                                         .format = head.format,
                                         .bytes = upload_.bytes,
                                         .digest = upload_.digest,
                                         .at = head.at,
                                         .by = head.by});
    return number_;
}

// Ids are taken in the order of their hashes, many at a time, so that each page of their table is written once a round
// and not once a record.
void Deposit::store_records(store::Database& database) {
    const size_t sheets = upload_.sheets.size();
    for (size_t begin = 0; begin < sheets;) {
        const size_t end = end_of_round(begin, records_in_round);
        {
            const std::vector<Placed> keys = keys_of_round(begin, end);
            for (size_t at = 0; at < keys.size(); at += records_at_once) {
                const size_t to = std::min(keys.size(), at + static_cast<size_t>(records_at_once));
                database.write([&](store::Transaction& t) { take(t, keys.data() + at, keys.data() + to); });
            }
        }
        pile_up(begin, end);
        if (piled_bytes_ >= piles_bytes || end == sheets) make_all_ready();
        while (!ready_.empty()) database.write([&](store::Transaction& t) { store_ready(t, bytes_at_once); });
        begin = end;
    }
}

size_t Deposit::end_of_round(size_t begin, size_t most) const {
    size_t end = begin + 1;
    size_t records = upload_.sheets.records_of(begin);
    while (end < upload_.sheets.size() && records + upload_.sheets.records_of(end) <= most) {
        records += upload_.sheets.records_of(end++);
    }
    return end;
}

std::vector<Deposit::Placed> Deposit::keys_of_round(size_t begin, size_t end) {
    std::vector<RecordKey> keys;
    for (size_t i = begin; i < end; ++i) upload_.sheets.append_keys(i, keys);
    std::vector<Placed> placed;
    placed.reserve(keys.size());
    for (uint32_t i = 0; i < keys.size(); ++i) placed.push_back({keys[i], i});
    // Of several records with one id the first stands.
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return less(a.key, b.key) || (!less(b.key, a.key) && a.at < b.at);
    });
    verdicts_.assign(keys.size(), Verdict::fresh);
    return placed;
}

void Deposit::take(store::Transaction& transaction, const Placed* begin, const Placed* end) {
    using Found = store::usage_records::Taking::Found;
    store::usage_records::Taking taking(transaction, number_);
    for (const Placed* placed = begin; placed != end; ++placed) {
        const auto answer = taking.take(id_bytes(placed->key), content_bytes(placed->key.content));
        if (answer.found == Found::fresh) continue;
        if (answer.upload != number_ &&
            std::find(receiving_.begin(), receiving_.end(), answer.upload) != receiving_.end()) {
            throw Busy();
        }
        verdicts_[placed->at] = answer.found == Found::repeated ? Verdict::repeated : Verdict::conflict;
    }
}

void Deposit::pile_up(size_t begin, size_t end) {
    piles_.resize(upload_.groups.size());
    accepted_.resize(upload_.groups.size());
    size_t at = 0;
    for (size_t i = begin; i < end; ++i) {
        pile_up(upload_.sheets.read(i), verdicts_.data() + at);
        at += upload_.sheets.records_of(i);
    }
}

void Deposit::pile_up(const Sheet& sheet, const Verdict* verdicts) {
    uploads::Counts& counts = upload_.counts;
    for (size_t i = 0; i < sheet.rows.size(); ++i) {
        const SheetRow& row = sheet.rows[i];
        if (verdicts[i] == Verdict::repeated) {
            ++counts.repeated;
            continue;
        }
        const std::string_view text = sheet.row_text(row);
        if (verdicts[i] == Verdict::conflict) {
            --counts.records;  // `reject` counts it again
            upload_.reject({.record = row.record,
                            .code = "conflicting_record",
                            .message =
                                "a record with this id is stored and says something else; it stands, this one is "
                                "left out: give every record an id of its own",
                            .text = std::string(text.substr(0, text.size() - 1))});
            continue;
        }
        ++(upload_.groups[row.group].account.empty() ? counts.suspended : counts.accepted);
        ++accepted_[row.group];
        Pile& pile = piles_[row.group];
        pile.body.append(text);
        ++pile.records;
        piled_bytes_ += text.size();
        if (pile.body.size() >= chunk_bytes || pile.records >= chunk_records) make_ready(row.group);
        auto& [records, quantity] = days_[{row.day, index_of(row.kind)}];
        ++records;
        quantity = saturated_sum(quantity, row.quantity);
    }
}

void Deposit::make_ready(uint32_t group) {
    Pile& pile = piles_[group];
    piled_bytes_ -= pile.body.size();
    pile.group = group;
    ready_.push_back(std::exchange(pile, {}));
}

void Deposit::make_all_ready() {
    for (uint32_t group = 0; group < piles_.size(); ++group) {
        if (piles_[group].records > 0) make_ready(group);
    }
}

void Deposit::store_ready(store::Transaction& transaction, size_t most_bytes) {
    size_t bytes = 0;
    for (size_t stored = 0; !ready_.empty() && bytes < most_bytes && stored < piles_at_once; ++stored) {
        const Pile& pile = ready_.back();
        const Group& group = upload_.groups[pile.group];
        if (group.account.empty()) {
            store::usage_suspense::add(transaction, group.device, number_, pile.records, pile.body);
        } else {
            chunks::add(transaction, {.account = group.account,
                                      .month = format_month(group.month),
                                      .upload = number_,
                                      .records = pile.records,
                                      .body = pile.body});
        }
        bytes += pile.body.size();
        ready_.pop_back();
    }
}

uploads::Upload Deposit::finish(store::Transaction& transaction) {
    for (const auto& reject : upload_.rejects) store::usage_rejects::add(transaction, number_, reject);
    for (const auto& [key, sums] : days_) {
        const auto& [day, kind] = key;
        uploads::add_day(
            transaction, number_,
            {format_date(day), std::string(name_of(all_kinds[static_cast<size_t>(kind)])), sums.first, sums.second});
    }
    store_late(transaction);
    const int64_t at = upload_.head.done_at;
    uploads::finish(transaction, number_, upload_.counts, chunks::next_epoch(transaction), at);
    // Devices that appeared since the records were read.
    for (uint32_t i = 0; i < upload_.groups.size(); ++i) {
        const Group& group = upload_.groups[i];
        if (!group.account.empty() || i >= accepted_.size() || accepted_[i] == 0) continue;
        const auto account = store::usage_suspense::account_of(transaction, group.device);
        if (account) release_suspense(transaction, group.device, *account, at, late_);
    }
    return uploads::find(transaction, upload_.head.id).value();
}

void Deposit::store_late(store::Transaction& transaction) {
    std::map<std::string, std::string> billed;
    std::map<std::string, std::string> first_late;
    for (uint32_t i = 0; i < accepted_.size(); ++i) {
        const Group& group = upload_.groups[i];
        if (group.account.empty() || accepted_[i] == 0) continue;
        const auto [known, fresh] = billed.try_emplace(group.account);
        if (fresh) {
            known->second = chunks::billed_through(transaction, group.account);
            transaction.touch(group.account);
        }
        const std::string month = format_month(group.month);
        if (month > known->second) continue;
        upload_.counts.late += chunks::mark_late(transaction, group.account, month, number_, 0);
        std::string& first = first_late[group.account];
        if (first.empty() || month < first) first = month;
    }
    if (!late_.note) return;
    for (const auto& [account, month] : first_late) late_.note(transaction, account, month);
}

std::set<std::pair<std::string, std::string>> Deposit::stored() const {
    std::set<std::pair<std::string, std::string>> out;
    for (uint32_t i = 0; i < accepted_.size(); ++i) {
        const Group& group = upload_.groups[i];
        if (!group.account.empty() && accepted_[i] > 0) out.emplace(group.account, format_month(group.month));
    }
    return out;
}

void remove_unfinished(store::Database& database, int64_t number) {
    for (int first_byte = 0; first_byte < 256; ++first_byte) {
        database.write_below_floor(
            [&](store::Transaction& t) { store::usage_records::forget(t, number, static_cast<uint8_t>(first_byte)); });
    }
    database.write_below_floor([&](store::Transaction& t) {
        chunks::remove_of_upload(t, number);
        uploads::break_off(t, number);
    });
}

}  // namespace samebill::usage
