// SPDX-License-Identifier: MIT
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "native-server/store/audit.h"
#include "native-server/store/database.h"
#include "native-server/store/idempotency.h"
#include "native-server/store/inspection.h"
#include "native-server/store/keys.h"
#include "native-server/store/people.h"

using namespace samebill::store;

namespace {

struct Folder {
    Folder() {
        char name[] = "/tmp/samebill-store-XXXXXX";
        BOOST_REQUIRE(::mkdtemp(name) != nullptr);
        path = std::string(name) + "/data";
    }
    ~Folder() { std::filesystem::remove_all(std::filesystem::path(path).parent_path()); }
    DatabaseOptions options() const { return {.folder = path, .disk_floor = 1}; }
    std::string file() const { return path + "/samebill.db"; }

    std::string path;
};

// What the operator reads when the store cannot be opened; empty if it can.
std::string refusal(const DatabaseOptions& options) {
    try {
        const Database database(options);
    } catch (const Unusable& unusable) {
        return unusable.what();
    }
    return {};
}

void change_file(const std::string& file, const char* sql) {
    sqlite3* handle = nullptr;
    BOOST_REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    BOOST_REQUIRE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

int64_t count(Transaction& t, std::string_view sql) {
    return t.first(sql, [](const Row& row) { return row.integer(0); }).value_or(-1);
}

audit::Entry entry(std::string action) {
    audit::Entry out;
    out.at = 1'780'000'000;
    out.by = "someone";
    out.action = std::move(action);
    out.subject = "thing";
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stores)

BOOST_AUTO_TEST_CASE(what_is_committed_is_there_and_what_throws_is_not) {
    const Folder folder;
    {
        Database database(folder.options());
        BOOST_TEST(database.created());
        database.write([](Transaction& t) { t.run("INSERT INTO meta VALUES ('a', 'kept')"); });
        const auto failing = [](Transaction& t) {
            t.run("INSERT INTO meta VALUES ('b', 'lost')");
            throw std::runtime_error("no");
        };
        BOOST_CHECK_THROW(database.write(failing), std::runtime_error);
        BOOST_CHECK_THROW(database.write([](Transaction& t) { t.run("INSERT INTO meta VALUES ('a', 'twice')"); }),
                          Constraint);
    }
    Database database(folder.options());
    BOOST_TEST(!database.created());
    database.read([](Transaction& t) { BOOST_TEST(count(t, "SELECT count(*) FROM meta") == 1); });
}

BOOST_AUTO_TEST_CASE(only_the_owner_may_look_into_the_folder) {
    const Folder folder;
    BOOST_TEST(refusal(folder.options()) == "");
    struct stat found {};
    ::stat(folder.path.c_str(), &found);
    BOOST_TEST((found.st_mode & 0777) == 0700);
    ::stat(folder.file().c_str(), &found);
    BOOST_TEST((found.st_mode & 0777) == 0600);
    ::chmod(folder.path.c_str(), 0755);
    BOOST_TEST(refusal(folder.options()) ==
               folder.path + " can be read by every user of this machine: chmod o= " + folder.path);
    ::chmod(folder.path.c_str(), 0700);
    ::chmod(folder.file().c_str(), 0644);
    BOOST_TEST(refusal(folder.options()).find("can be read by every user") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_store_has_one_server) {
    const Folder folder;
    const Database database(folder.options());
    BOOST_TEST(refusal(folder.options()) == folder.path + " is in use by another samebill");
}

BOOST_AUTO_TEST_CASE(a_damaged_newer_or_foreign_file_is_refused_with_the_reason) {
    {
        const Folder folder;
        BOOST_TEST(refusal(folder.options()) == "");
        change_file(folder.file(), "PRAGMA user_version = 99");
        BOOST_TEST(refusal(folder.options()) ==
                   folder.file() + " was written by a newer samebill (schema 99; this one knows 4)");
    }
    {
        const Folder folder;
        std::filesystem::create_directory(folder.path);
        ::chmod(folder.path.c_str(), 0700);
        ::umask(077);
        change_file(folder.file(), "CREATE TABLE theirs (a)");
        BOOST_TEST(refusal(folder.options()) == folder.file() + " is a database of another program");
    }
    const Folder folder;
    BOOST_TEST(refusal(folder.options()) == "");
    {
        std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(0);
        file << "This is no database any more.";
    }
    BOOST_TEST(refusal(folder.options()).starts_with(folder.file() + " is damaged or no store: "));
}

BOOST_AUTO_TEST_CASE(a_file_of_the_version_before_is_brought_to_this_one_with_what_is_in_it) {
    const Folder folder;
    {
        Database database(folder.options());
        database.write([](Transaction& t) {
            t.run("INSERT INTO meta VALUES ('a', 'kept')");
            people::add(t, {.id = "person_1", .login = "ann", .name = "Ann", .roles = "sales", .by = "system"});
            keys::Key key;
            key.id = "sb_1";
            key.roles = "sales";
            keys::add(t, key);
        });
    }
    change_file(
        folder.file(),
        "DROP TABLE proposals; ALTER TABLE people DROP COLUMN accounts; ALTER TABLE api_keys DROP COLUMN accounts; "
        "PRAGMA user_version = 2");
    Database database(folder.options());
    database.read([](Transaction& t) {
        BOOST_TEST(count(t, "SELECT count(*) FROM proposals") == 0);
        BOOST_TEST(count(t, "SELECT count(*) FROM meta WHERE value = 'kept'") == 1);
        BOOST_TEST(count(t, "PRAGMA user_version") == 4);
        BOOST_TEST(!people::find(t, "person_1").value().accounts.has_value());
        BOOST_TEST(!keys::find(t, "sb_1").value().accounts.has_value());
    });
    // And takes what the newer version keeps: no list is all accounts, an empty one is none.
    database.write([](Transaction& t) {
        people::Person ann = people::find(t, "person_1").value();
        ann.accounts = "[]";
        people::edit(t, ann);
        BOOST_TEST(people::find(t, "person_1").value().accounts.value() == "[]");
        ann.accounts.reset();
        people::edit(t, ann);
        BOOST_TEST(!people::find(t, "person_1").value().accounts.has_value());
    });
}

BOOST_AUTO_TEST_CASE(a_column_of_another_name_is_found) {
    const Folder folder;
    const auto wrong = [&] {
        std::vector<std::string> out;
        Database(folder.options()).read([&](Transaction& t) {
            inspection::check_file(t, [&](const std::string&, const std::string& message) { out.push_back(message); });
        });
        return out;
    };
    BOOST_TEST(wrong().empty());
    change_file(folder.file(), "ALTER TABLE people RENAME COLUMN invited_until TO invited_untin");
    BOOST_TEST(wrong() == std::vector<std::string>{"has no column people.invited_until INTEGER"});
}

BOOST_AUTO_TEST_CASE(below_the_floor_nothing_is_written_and_a_server_does_not_start) {
    const Folder folder;
    DatabaseOptions options = folder.options();
    options.disk_floor = INT64_MAX;
    BOOST_TEST(refusal(options).find("less than the floor of") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_commit_that_touches_an_account_raises_its_generation_and_no_others) {
    const Folder folder;
    Database database(folder.options());
    BOOST_TEST(database.generation("a") == 0);
    database.write([](Transaction& t) { t.touch("a"); });
    BOOST_TEST(database.generation("a") == 1);
    BOOST_TEST(database.generation("b") == 0);
    try {
        database.write([](Transaction& t) {
            t.touch("b");
            throw 1;
        });
    } catch (int) {
    }
    BOOST_TEST(database.generation("b") == 0);
}

BOOST_AUTO_TEST_CASE(audit_rows_are_chained) {
    const Folder folder;
    Database database(folder.options());
    database.write([](Transaction& t) {
        for (const char* action : {"one", "two", "three"}) audit::add(t, entry(action));
    });
    std::vector<audit::Row> rows;
    database.read([&](Transaction& t) {
        audit::list(t, std::nullopt, 0, [&](const audit::Row& row) {
            rows.push_back(row);
            return true;
        });
    });
    BOOST_REQUIRE(rows.size() == 3);
    BOOST_TEST(rows[0].previous == "sha256:" + std::string(64, '0'));
    for (size_t i = 0; i < rows.size(); i++) {
        BOOST_TEST(rows[i].sequence == static_cast<int64_t>(i + 1));
        BOOST_TEST(audit::digest_of(rows[i]) == rows[i].digest);
        if (i > 0) BOOST_TEST(rows[i].previous == rows[i - 1].digest);
    }
    audit::Row altered = rows[1];
    altered.entry.by = "somebody else";
    BOOST_TEST(audit::digest_of(altered) != altered.digest);
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_running_store_is_a_store) {
    const Folder folder;
    const Folder other;
    {
        Database database(folder.options());
        database.write([](Transaction& t) { t.run("INSERT INTO meta VALUES ('a', 'kept')"); });
        std::filesystem::create_directory(other.path);
        ::chmod(other.path.c_str(), 0700);
        ::umask(077);
        database.copy_to(other.file());
    }
    DatabaseOptions options = other.options();
    options.create = false;
    Database copy(options);
    copy.read([](Transaction& t) { BOOST_TEST(t.any("SELECT 1 FROM meta WHERE value = 'kept'")); });
}

BOOST_AUTO_TEST_SUITE_END()
