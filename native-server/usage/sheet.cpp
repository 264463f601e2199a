// SPDX-License-Identifier: MIT
#include "native-server/usage/sheet.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "native-server/store/failure.h"

namespace samebill::usage {

namespace {

constexpr size_t held_sheets = 2;

[[noreturn]] void fail() {
    if (errno == ENOSPC || errno == EDQUOT) throw store::Full();
    throw std::system_error(errno, std::generic_category(), "the file of an upload");
}

}  // namespace

uint32_t Groups::of_account(const std::string& account, Month month) {
    const auto [found, fresh] = accounts_.try_emplace({account, month}, size());
    if (fresh) list_.push_back({account, {}, month});
    return found->second;
}

uint32_t Groups::of_device(std::string_view device) {
    const auto found = devices_.find(device);
    if (found != devices_.end()) return found->second;
    devices_.emplace(std::string(device), size());
    list_.push_back({{}, std::string(device), 0});
    return size() - 1;
}

Sheets::~Sheets() {
    if (file_ >= 0) ::close(file_);
}

void Sheets::add(Sheet sheet) {
    if (held_.size() < held_sheets) {
        held_.push_back(std::move(sheet));
    } else {
        file(sheet);
    }
}

size_t Sheets::records_of(size_t at) const {
    return at < held_.size() ? held_[at].keys.size() : filed_[at - held_.size()].records;
}

void Sheets::append_keys(size_t at, std::vector<RecordKey>& keys) const {
    if (at < held_.size()) {
        keys.insert(keys.end(), held_[at].keys.begin(), held_[at].keys.end());
        return;
    }
    const Filed& filed = filed_[at - held_.size()];
    const size_t before = keys.size();
    keys.resize(before + filed.records);
    read_at(filed.begin, keys.data() + before, filed.records * sizeof(RecordKey));
}

Sheet Sheets::read(size_t at) const {
    if (at < held_.size()) return held_[at];
    const Filed& filed = filed_[at - held_.size()];
    Sheet sheet;
    sheet.keys.resize(filed.records);
    sheet.rows.resize(filed.records);
    sheet.text.resize(filed.text);
    int64_t from = filed.begin;
    const auto read = [&](void* bytes, size_t size) {
        read_at(from, bytes, size);
        from += static_cast<int64_t>(size);
    };
    read(sheet.keys.data(), filed.records * sizeof(RecordKey));
    read(sheet.rows.data(), filed.records * sizeof(SheetRow));
    read(sheet.text.data(), filed.text);
    return sheet;
}

void Sheets::file(const Sheet& sheet) {
    if (file_ < 0) {
        std::string name = folder_ + "/upload-XXXXXX";
        file_ = ::mkostemp(name.data(), O_CLOEXEC);  // mode 0600
        if (file_ < 0) fail();
        ::unlink(name.c_str());
    }
    filed_.push_back({written_, sheet.keys.size(), sheet.text.size()});
    write(sheet.keys.data(), sheet.keys.size() * sizeof(RecordKey));
    write(sheet.rows.data(), sheet.rows.size() * sizeof(SheetRow));
    write(sheet.text.data(), sheet.text.size());
}

void Sheets::write(const void* bytes, size_t size) {
    const char* at = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t count = ::write(file_, at, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail();
        at += count;
        size -= static_cast<size_t>(count);
        written_ += count;
    }
}

void Sheets::read_at(int64_t at, void* bytes, size_t size) const {
    char* to = static_cast<char*>(bytes);
    while (size > 0) {
        const ssize_t count = ::pread(file_, to, size, at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail();
        at += count;
        to += count;
        size -= static_cast<size_t>(count);
    }
}

}  // namespace samebill::usage
