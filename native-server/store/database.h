// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>

#include "native-server/store/connection.h"
#include "native-server/store/failure.h"
#include "native-server/store/transaction.h"

// The store of one data folder. One connection behind one mutex: SQLite in WAL mode can lose what was committed when
// several connections write and checkpoint at once. What is committed is on the disk (`synchronous=FULL`). Nothing
// slow (the engine, the network) runs inside `read` and `write`.
//
//     database.write([&](Transaction& t) { accounts::add(t, account); audit::add(t, entry); });

namespace samebill::store {

struct DatabaseOptions {
    std::string folder;                           // made with mode 0700 if it is not there
    int64_t disk_floor = int64_t{256} << 20;      // bytes that stay free; writing below is refused
    bool create = true;                           // false: only a store that is there already
    std::function<void(const std::string&)> fatal = {};  // default: a line on stderr and exit code 1
};

class Database {
public:
    // Checks the folder and the file, takes the lock, brings the schema up to date. Throws Unusable.
    explicit Database(DatabaseOptions options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Runs `work(transaction)` and commits; what it throws undoes everything. Throws Full below the disk floor.
    template <class Work>
    auto write(Work&& work) {
        const std::lock_guard lock(mutex_);
        check_floor();
        return within(std::forward<Work>(work), true);
    }
    // The same for work that only reads.
    template <class Work>
    auto read(Work&& work) const {
        const std::lock_guard lock(mutex_);
        return within(std::forward<Work>(work), false);
    }
    // As `write` without the floor: for what makes room or must be said, such as the end of a session.
    template <class Work>
    auto write_below_floor(Work&& work) {
        const std::lock_guard lock(mutex_);
        return within(std::forward<Work>(work), true);
    }

    // Whether this thread is within `read` or `write` of a store: the engine asserts that it is not.
    static bool held_by_this_thread() { return held_; }

    // Throws Full below the disk floor: for what is written beside the store.
    void require_room() const {
        const std::lock_guard lock(mutex_);
        check_floor();
    }

    // Rises with every commit that touched the account (Transaction::touch), and never falls: what was read under one
    // generation holds as long as it stays.
    uint64_t generation(std::string_view account) const;
    uint64_t subject_generation(std::string_view subject) const;

    const std::string& folder() const { return options_.folder; }
    std::string path() const;      // of the file
    int64_t free_bytes() const;    // of the disk
    bool created() const { return created_; }  // by this start

    // A consistent copy into a new file while the server goes on; the store is held for a few pages at a time.
    void copy_to(const std::string& path);

private:
    template <class Work>
    auto within(Work&& work, bool writing) const {
        const Holding holding;
        Transaction transaction(*connection_);
        begin(writing);
        Undo undo{*this};
        if constexpr (std::is_void_v<decltype(work(transaction))>) {
            work(transaction);
            end(transaction);
            undo.armed = false;
        } else {
            auto out = work(transaction);
            end(transaction);
            undo.armed = false;
            return out;
        }
    }
    struct Holding {
        Holding() { held_ = true; }
        ~Holding() { held_ = false; }
    };
    struct Undo {
        const Database& database;
        bool armed = true;
        ~Undo() {
            if (armed) database.roll_back();
        }
    };
    void begin(bool writing) const;
    void end(const Transaction& transaction) const;
    void roll_back() const;
    void check_floor() const;
    void prepare_folder();
    void take_lock();
    void open();

    static inline thread_local bool held_ = false;

    DatabaseOptions options_;
    bool created_ = false;
    bool opened_ = false;  // from then on damage ends the process
    int lock_ = -1;
    mutable std::mutex mutex_;
    mutable std::unique_ptr<Connection> connection_;
    mutable std::mutex generations_mutex_;
    mutable std::map<std::string, uint64_t, std::less<>> generations_;
    mutable int64_t floor_seen_ = -1;  // steady seconds of the last look at the disk
    mutable bool below_floor_ = false;
};

}  // namespace samebill::store
