// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Values into and out of SQL.

namespace samebill::store {

// Bytes; a std::string_view is text.
struct Blob {
    std::string_view bytes;
};

// One row of an answer, only until the next. Columns count from 0.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    // Text or bytes, until the next row; empty if null.
    std::string_view view(int column) const {
        const void* bytes = sqlite3_column_blob(statement_, column);
        const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
        return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
    }
    std::string text(int column) const { return std::string(view(column)); }
    std::optional<int64_t> maybe_integer(int column) const {
        return null(column) ? std::nullopt : std::optional(integer(column));
    }
    std::optional<std::string> maybe_text(int column) const {
        return null(column) ? std::nullopt : std::optional(text(column));
    }

private:
    sqlite3_stmt* statement_;
};

// What was bound must live until the statement has run.
inline int bind(sqlite3_stmt* statement, int at, int64_t value) {
    return sqlite3_bind_int64(statement, at, value);
}
inline int bind(sqlite3_stmt* statement, int at, int value) {
    return sqlite3_bind_int64(statement, at, value);
}
inline int bind(sqlite3_stmt* statement, int at, bool value) {
    return sqlite3_bind_int64(statement, at, value ? 1 : 0);
}
inline int bind(sqlite3_stmt* statement, int at, std::string_view value) {
    // A null pointer would be NULL.
    return sqlite3_bind_text64(statement, at, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
}
inline int bind(sqlite3_stmt* statement, int at, const std::string& value) {
    return bind(statement, at, std::string_view(value));
}
inline int bind(sqlite3_stmt* statement, int at, const char* value) {
    return bind(statement, at, std::string_view(value));
}
inline int bind(sqlite3_stmt* statement, int at, Blob value) {
    return sqlite3_bind_blob64(statement, at, value.bytes.data() == nullptr ? "" : value.bytes.data(),
                               value.bytes.size(), SQLITE_STATIC);
}
inline int bind(sqlite3_stmt* statement, int at, std::nullptr_t) {
    return sqlite3_bind_null(statement, at);
}
template <class Value>
int bind(sqlite3_stmt* statement, int at, const std::optional<Value>& value) {
    return value ? bind(statement, at, *value) : sqlite3_bind_null(statement, at);
}

}  // namespace samebill::store
