// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/quantity.h"
#include "native-server/usage/record_hash.h"

namespace samebill::usage {

// Where records go: to an account and month, or into suspense, by device.
struct Group {
    std::string account;  // empty: suspense
    std::string device;   // of suspense
    Month month = 0;      // of an account's
};

// All groups of an upload; a record names its group by position.
class Groups {
public:
    uint32_t of_account(const std::string& account, Month month);
    uint32_t of_device(std::string_view device);
    const Group& operator[](uint32_t at) const { return list_[at]; }
    uint32_t size() const { return static_cast<uint32_t>(list_.size()); }

private:
    std::vector<Group> list_;
    std::map<std::pair<std::string, Month>, uint32_t> accounts_;
    std::map<std::string, uint32_t, std::less<>> devices_;
};

// A part of an upload, read: for each record its hashes, and its row of CSV as it will be stored.
struct SheetRow {
    int64_t quantity = 0;
    int64_t record = 0;  // in the upload, from 0
    uint32_t begin = 0;  // in the text
    uint32_t group = 0;
    Date day = 0;
    uint16_t size = 0;  // with the line feed
    Kind kind{};
};
struct Sheet {
    std::vector<RecordKey> keys;
    std::vector<SheetRow> rows;
    std::string text;

    std::string_view row_text(const SheetRow& row) const { return std::string_view(text).substr(row.begin, row.size); }
};

// The sheets of one upload: the first few in memory, those of a large one in a file that has no name and goes with the
// process. Throws store::Full if there is no room for it.
class Sheets {
public:
    // `folder` is that of the store.
    explicit Sheets(std::string folder) : folder_(std::move(folder)) {}
    ~Sheets();
    Sheets(const Sheets&) = delete;
    Sheets& operator=(const Sheets&) = delete;

    void add(Sheet sheet);
    size_t size() const { return held_.size() + filed_.size(); }
    size_t records_of(size_t at) const;
    void append_keys(size_t at, std::vector<RecordKey>& keys) const;
    Sheet read(size_t at) const;
    int64_t file_bytes() const { return written_; }

private:
    struct Filed {
        int64_t begin = 0;
        size_t records = 0;
        size_t text = 0;
    };
    void file(const Sheet& sheet);
    void write(const void* bytes, size_t size);
    void read_at(int64_t at, void* bytes, size_t size) const;

    const std::string folder_;
    std::vector<Sheet> held_;
    std::vector<Filed> filed_;
    int file_ = -1;
    int64_t written_ = 0;
};

}  // namespace samebill::usage
