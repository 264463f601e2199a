// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <memory>

#include "native-server/api/credentials.h"
#include "native-server/api/dispatcher.h"
#include "native-server/api/resources/keys.h"
#include "native-server/api/resources/people.h"
#include "native-server/clock.h"
#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

using namespace samebill;
using store::Transaction;

namespace {

// A store with one administrator's key, and the routes that let others in.
struct House {
    House() : folder(std::filesystem::temp_directory_path() / ("samebill-house-" + security::random_base62(12))) {
        security::start();
        database = std::make_unique<store::Database>(store::DatabaseOptions{.folder = folder, .disk_floor = 0});
        admin = api::make_admin_key(*database, "first", clock.now());
        credentials = std::make_unique<api::Credentials>(*database, api::CredentialOptions{folder, ""}, clock.now());
        authenticator = std::make_unique<api::StoredAuthenticator>(*credentials, clock);
        app.database = database.get();
        app.clock = &clock;
        app.authenticator = authenticator.get();
        app.credentials = credentials.get();
        const std::vector<api::Operations> tables = {api::key_operations(), api::people_operations()};
        dispatcher = std::make_unique<api::Dispatcher>(app, tables, files);
    }
    ~House() { std::filesystem::remove_all(folder); }

    int post(const std::string& path, const std::string& body) {
        api::Request request;
        request.method = "POST";
        request.path = path;
        request.headers = {{"authorization", "Bearer " + admin}, {"content-type", "application/json"}};
        request.body = body;
        const api::Admission admission = dispatcher->admit(request);
        return (admission.reply ? *admission.reply : dispatcher->answer(admission, request)).status;
    }
    void sql(std::string_view statement) {
        database->write([&](Transaction& t) { t.run(statement); });
    }
    int64_t keys() {
        return database->read([](Transaction& t) {
            return *t.first("SELECT count(*) FROM api_keys", [](const store::Row& row) { return row.integer(0); });
        });
    }

    std::string folder;
    SystemClock clock;
    std::string admin;
    api::Router files;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<api::Credentials> credentials;
    std::unique_ptr<api::StoredAuthenticator> authenticator;
    api::App app;
    std::unique_ptr<api::Dispatcher> dispatcher;
};

constexpr const char* new_key = R"({"name":"x","roles":["operator"]})";
constexpr const char* new_person = R"({"login":"ann","name":"Ann","roles":["operator"]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(letting_in)

// The row is changed and the memory not yet, as between a request's admission and its transaction.
BOOST_AUTO_TEST_CASE(who_was_shut_out_meanwhile_lets_nobody_in) {
    House house;
    BOOST_TEST(house.post("/v1/keys", new_key) == 201);
    for (const char* change : {"revoked_at = 1", "expires_at = 1", "roles = 'auditor'"}) {
        house.sql(std::string("UPDATE api_keys SET ") + change + " WHERE name = 'first'");
        BOOST_TEST(house.post("/v1/keys", new_key) == 401, change);
        BOOST_TEST(house.post("/v1/people", new_person) == 401, change);
        house.sql(
            "UPDATE api_keys SET revoked_at = NULL, expires_at = NULL, roles = 'system_admin' WHERE name = 'first'");
    }
    BOOST_TEST(house.keys() == 2);
    BOOST_TEST(house.post("/v1/people", new_person) == 201);
}

BOOST_AUTO_TEST_SUITE_END()
