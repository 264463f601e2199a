// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace samebill::store {

// The one SQLite connection, with its statements kept compiled. Not for several threads at once: Database sees to that.
class Connection {
public:
    // `fatal` is called when the disk fails or the file is found damaged, and does not return: what was written and
    // what was not is then for the next start to find out. Throws Unusable.
    Connection(const std::string& path, std::function<void(const std::string&)> fatal);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Statements that give no rows, as many as the text holds.
    void execute(const char* sql);
    // A compiled statement, to be given back.
    sqlite3_stmt* take(std::string_view sql);
    void give_back(std::string_view sql, sqlite3_stmt* statement);
    // True: a row; false: done. Throws Full, Constraint, Fault; fatal otherwise.
    bool step(sqlite3_stmt* statement);
    void check(int result);

    bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    int64_t changes() const { return sqlite3_changes64(handle_); }
    int64_t last_rowid() const { return sqlite3_last_insert_rowid(handle_); }
    sqlite3* handle() { return handle_; }

private:
    struct Less {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const { return a < b; }
    };
    sqlite3* handle_ = nullptr;
    std::function<void(const std::string&)> fatal_;
    std::map<std::string, std::vector<sqlite3_stmt*>, Less> idle_;
};

}  // namespace samebill::store
