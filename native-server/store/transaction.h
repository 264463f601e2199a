// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "native-server/store/connection.h"
#include "native-server/store/statement.h"

namespace samebill::store {

// A compiled statement that is used many times within one transaction.
class Prepared {
public:
    Prepared(Connection& connection, std::string_view sql)
        : connection_(connection), sql_(sql), statement_(connection.take(sql)) {}
    ~Prepared() { connection_.give_back(sql_, statement_); }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    // A statement that gives no rows; the number of rows it changed.
    template <class... Values>
    int64_t run(const Values&... values) {
        const Rewound rewound{statement_};
        bind_all(values...);
        while (connection_.step(statement_)) {
        }
        return connection_.changes();
    }

    // `each(row)` for every row; a function that returns bool ends it with false.
    template <class Each, class... Values>
    void each(Each&& each, const Values&... values) {
        const Rewound rewound{statement_};
        bind_all(values...);
        while (connection_.step(statement_)) {
            const Row row(statement_);
            if constexpr (std::is_same_v<decltype(each(row)), bool>) {
                if (!each(row)) return;
            } else {
                each(row);
            }
        }
    }

    // `read(row)` of the first row, nothing if there is none.
    template <class Read, class... Values>
    auto first(Read&& read, const Values&... values) -> std::optional<decltype(read(std::declval<const Row&>()))> {
        const Rewound rewound{statement_};
        bind_all(values...);
        if (!connection_.step(statement_)) return std::nullopt;
        return read(Row(statement_));
    }

private:
    struct Rewound {
        sqlite3_stmt* statement;
        ~Rewound() { sqlite3_reset(statement); }
    };

    template <class... Values>
    void bind_all(const Values&... values) {
        int at = 0;
        (connection_.check(bind(statement_, ++at, values)), ...);
    }

    Connection& connection_;
    const std::string_view sql_;
    sqlite3_stmt* statement_;
};

// What can be done while the store is held: all reading and writing of the folder `store/` goes through one of these,
// given by Database::write and Database::read. `sql` is a literal with `?` for every value: t.run("DELETE FROM a WHERE
// b = ?", 1).
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_(connection) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    template <class... Values>
    int64_t run(std::string_view sql, const Values&... values) {
        return Prepared(connection_, sql).run(values...);
    }
    template <class Each, class... Values>
    void each(std::string_view sql, Each&& each, const Values&... values) {
        Prepared(connection_, sql).each(std::forward<Each>(each), values...);
    }
    template <class Read, class... Values>
    auto first(std::string_view sql, Read&& read, const Values&... values) {
        return Prepared(connection_, sql).first(std::forward<Read>(read), values...);
    }
    // Whether there is any row.
    template <class... Values>
    bool any(std::string_view sql, const Values&... values) {
        return first(sql, [](const Row&) { return true; }, values...).has_value();
    }
    Prepared prepare(std::string_view sql) { return Prepared(connection_, sql); }
    int64_t last_rowid() const { return connection_.last_rowid(); }

    // What is kept in memory for this account is out of date once the transaction is committed.
    void touch(std::string_view account) { touched_.emplace(account); }
    // The same for a subject that is no account, such as "keys".
    void touch_subject(std::string_view subject) { touched_.emplace("/" + std::string(subject)); }
    const std::set<std::string>& touched() const { return touched_; }

private:
    Connection& connection_;
    std::set<std::string> touched_;
};

}  // namespace samebill::store
