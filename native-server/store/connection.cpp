// SPDX-License-Identifier: MIT
#include "native-server/store/connection.h"

#include <utility>

#include "native-server/store/failure.h"

namespace samebill::store {

Connection::Connection(const std::string& path, std::function<void(const std::string&)> fatal)
    : fatal_(std::move(fatal)) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    if (result != SQLITE_OK) {
        const std::string why = sqlite3_errstr(result);
        sqlite3_close_v2(handle_);
        throw Unusable(path + " cannot be opened: " + why);
    }
}

Connection::~Connection() {
    for (auto& [sql, statements] : idle_) {
        for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    }
    sqlite3_close_v2(handle_);
}

void Connection::check(int result) {
    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE) return;
    const std::string why = std::string(sqlite3_errmsg(handle_)) + " (" + std::to_string(result) + ")";
    switch (result & 0xff) {
        case SQLITE_FULL: throw Full();
        case SQLITE_CONSTRAINT: throw Constraint(why);
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY: fatal_("the store failed: " + why);
    }
    throw Fault("SQL: " + why);
}

void Connection::execute(const char* sql) {
    check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

sqlite3_stmt* Connection::take(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found != idle_.end() && !found->second.empty()) {
        sqlite3_stmt* statement = found->second.back();
        found->second.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    const auto size = static_cast<int>(sql.size());
    check(sqlite3_prepare_v3(handle_, sql.data(), size, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
}

void Connection::give_back(std::string_view sql, sqlite3_stmt* statement) {
    sqlite3_reset(statement);  // its result is that of the last step, which was looked at
    sqlite3_clear_bindings(statement);
    auto found = idle_.find(sql);
    if (found == idle_.end()) found = idle_.emplace(std::string(sql), std::vector<sqlite3_stmt*>()).first;
    found->second.push_back(statement);
}

bool Connection::step(sqlite3_stmt* statement) {
    const int result = sqlite3_step(statement);
    check(result);
    return result == SQLITE_ROW;
}

}  // namespace samebill::store
