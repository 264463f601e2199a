// SPDX-License-Identifier: MIT
#include "native-server/store/database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <thread>

#include "native-server/store/schema.h"

namespace samebill::store {

namespace {

constexpr int64_t application_id = 0x53424c31;  // "SBL1": what tells a store from any other SQLite file

std::string said(int error) {
    return std::generic_category().message(error);
}

std::string megabytes(int64_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

int64_t number_of(Connection& connection, const char* sql) {
    Prepared statement(connection, sql);
    return statement.first([](const Row& row) { return row.integer(0); }).value_or(0);
}

std::string text_of(Connection& connection, const char* sql) {
    Prepared statement(connection, sql);
    return statement.first([](const Row& row) { return row.text(0); }).value_or("");
}

[[noreturn]] void end_process(const std::string& why) {
    std::fprintf(stderr, "samebill: %s\n", why.c_str());
    ::_exit(1);
}

int64_t steady_seconds() {
    using namespace std::chrono;
    return duration_cast<seconds>(steady_clock::now().time_since_epoch()).count();
}

// Nobody but the owner and a group that was let in on purpose may look into it.
void check_mode(const std::string& path, const struct stat& found) {
    if ((found.st_mode & 07) != 0) {
        throw Unusable(path + " can be read by every user of this machine: chmod o= " + path);
    }
}

}  // namespace

Database::Database(DatabaseOptions options) : options_(std::move(options)) {
    if (!options_.fatal) options_.fatal = end_process;
    prepare_folder();
    take_lock();
    try {
        if (free_bytes() < options_.disk_floor) {
            throw Unusable("the disk of " + options_.folder + " has " + megabytes(free_bytes()) +
                           " free, less than the floor of " + megabytes(options_.disk_floor) + " (--disk-floor)");
        }
        open();
    } catch (...) {
        connection_.reset();
        ::close(lock_);
        throw;
    }
}

Database::~Database() {
    connection_.reset();
    if (lock_ >= 0) ::close(lock_);
}

std::string Database::path() const {
    return options_.folder + "/samebill.db";
}

int64_t Database::free_bytes() const {
    struct statvfs disk {};
    if (::statvfs(options_.folder.c_str(), &disk) != 0) return 0;
    return static_cast<int64_t>(disk.f_bavail) * static_cast<int64_t>(disk.f_frsize);
}

void Database::prepare_folder() {
    if (options_.create && ::mkdir(options_.folder.c_str(), 0700) != 0 && errno != EEXIST) {
        throw Unusable(options_.folder + " cannot be made: " + said(errno));
    }
    struct stat found {};
    if (::stat(options_.folder.c_str(), &found) != 0) {
        throw Unusable(options_.folder + " cannot be read: " + said(errno));
    }
    if (!S_ISDIR(found.st_mode)) throw Unusable(options_.folder + " is no folder");
    check_mode(options_.folder, found);
    struct stat file {};
    const bool there = ::stat(path().c_str(), &file) == 0;
    if (there) check_mode(path(), file);
    if (!there && !options_.create) throw Unusable(options_.folder + " holds no store");
}

void Database::take_lock() {
    const std::string name = options_.folder + "/lock";
    lock_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) throw Unusable(name + " cannot be written: " + said(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        lock_ = -1;
        throw Unusable(options_.folder + " is in use by another samebill");
    }
}

void Database::open() {
    // Made before SQLite does, so that its mode is ours; the files beside it get the same mode.
    const int file = ::open(path().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw Unusable(path() + " cannot be opened: " + said(errno));
    ::close(file);
    connection_ = std::make_unique<Connection>(path(), [this](const std::string& why) {
        if (!opened_) throw Unusable(path() + " is damaged or no store: " + why);
        options_.fatal(why);
    });
    Connection& db = *connection_;
    // Exclusive before the first read, so that the index of the log lives in memory and not in a mapped file.
    db.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
               "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536");
    const int64_t tables = number_of(db, "SELECT count(*) FROM sqlite_schema");
    const int64_t id = number_of(db, "PRAGMA application_id");
    if (tables > 0 && id != application_id) throw Unusable(path() + " is a database of another program");
    const int64_t version = number_of(db, "PRAGMA user_version");
    if (version > schema_version) {
        throw Unusable(path() + " was written by a newer samebill (schema " + std::to_string(version) +
                       "; this one knows " + std::to_string(schema_version) + ")");
    }
    if (text_of(db, "PRAGMA journal_mode = WAL") != "wal") throw Unusable(path() + " cannot have a write-ahead log");
    db.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    const std::string state = text_of(db, "PRAGMA quick_check(1)");
    if (state != "ok") throw Unusable(path() + " is damaged: " + state + "; restore the last backup");
    created_ = tables == 0;
    migrate(db, version, application_id);
    opened_ = true;
}

void Database::begin(bool writing) const {
    connection_->execute(writing ? "BEGIN IMMEDIATE" : "BEGIN");
}

void Database::end(const Transaction& transaction) const {
    connection_->execute("COMMIT");
    const std::lock_guard lock(generations_mutex_);
    for (const std::string& subject : transaction.touched()) generations_[subject]++;
}

void Database::roll_back() const {
    if (connection_->in_transaction()) sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

uint64_t Database::generation(std::string_view account) const {
    const std::lock_guard lock(generations_mutex_);
    const auto found = generations_.find(account);
    return found == generations_.end() ? 0 : found->second;
}

uint64_t Database::subject_generation(std::string_view subject) const {
    return generation("/" + std::string(subject));
}

void Database::check_floor() const {
    const int64_t now = steady_seconds();
    if (now != floor_seen_) {
        floor_seen_ = now;
        below_floor_ = free_bytes() < options_.disk_floor;
    }
    if (below_floor_) throw Full();
}

void Database::copy_to(const std::string& path) {
    sqlite3* target = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    int result = sqlite3_open_v2(path.c_str(), &target, flags, nullptr);
    sqlite3_backup* copy = nullptr;
    if (result == SQLITE_OK) {
        const std::lock_guard lock(mutex_);
        copy = sqlite3_backup_init(target, "main", connection_->handle(), "main");
        result = copy == nullptr ? sqlite3_errcode(target) : SQLITE_OK;
    }
    constexpr int pages_at_once = 256;
    while (copy != nullptr && result == SQLITE_OK) {
        {
            const std::lock_guard lock(mutex_);
            result = sqlite3_backup_step(copy, pages_at_once);
        }
        std::this_thread::yield();
    }
    if (copy != nullptr) {
        const std::lock_guard lock(mutex_);
        const int finished = sqlite3_backup_finish(copy);
        if (result == SQLITE_DONE) result = finished;
    }
    const int closed = sqlite3_close_v2(target);
    if (result == SQLITE_OK) result = closed;
    if ((result & 0xff) == SQLITE_FULL) throw Full();
    if (result != SQLITE_OK) throw std::runtime_error(path + " cannot be written: " + sqlite3_errstr(result));
}

}  // namespace samebill::store
