// SPDX-License-Identifier: MIT
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "native-server/api/dispatcher.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/security/random.h"
#include "native-server/usage/receiver.h"
#include "native-server/usage/stored_usage.h"

// A store in a folder of its own with two accounts, and the routes of usage before it. Who asks is written in the
// header `authorization`: a role, perhaps an account or a feed after it.

namespace samebill::tests {

using nlohmann::json;
using store::Transaction;

class WrittenAuthenticator : public api::Authenticator {
public:
    api::Authentication authenticate(const api::Request& head) const override {
        const std::string text(head.header("authorization"));
        api::Authentication out;
        const size_t space = text.find(' ');
        const auto role = security::role_of(text.substr(0, space));
        if (!role) return out;
        out.principal.kind = security::Principal::Kind::key;
        out.principal.id = "key_" + text;
        out.principal.roles = {*role};
        if (space == std::string::npos) return out;
        const std::string rest = text.substr(space + 1);
        if (rest.starts_with("feed-")) {
            out.principal.feeds = {rest};
        } else {
            out.principal.account = rest;
        }
        return out;
    }
};

struct Shop {
    Shop() {
        security::start();
        std::string name = std::filesystem::temp_directory_path() / "samebill-usage-XXXXXX";
        folder = ::mkdtemp(name.data());
        open();
        database->write([](Transaction& t) {
            t.run("INSERT INTO catalogs (id, at, by) VALUES ('c', 0, 'test')");
            for (const char* account : {"acme", "globex"}) {
                t.run(
                    "INSERT INTO accounts (id, catalog, uptake, issuer, payment_days, revision, body, at, by,"
                    " changed_at) VALUES (?, 'c', 'by_date', 'main', 30, 1, '{}', 0, 'test', 0)",
                    account);
            }
        });
        for (const char* device : {"d1", "d2"}) add_device(device, "acme");
        add_device("g1", "globex");
    }
    ~Shop() {
        close();
        std::filesystem::remove_all(folder);
    }

    // The process ends and another begins.
    void reopen() {
        close();
        open();
    }

    void add_device(const std::string& device, const std::string& account) {
        database->write([&](Transaction& t) {
            t.run("INSERT INTO devices (id, account, body, at, by) VALUES (?, ?, '{}', 0, 'test')", device, account);
            usage::release_suspense(t, device, account, 0, receiver->late());
        });
    }

    api::Response ask(api::Request request) const {
        const api::Admission admission = dispatcher->admit(request);
        return admission.reply ? *admission.reply : dispatcher->answer(admission, request);
    }
    api::Response get(const std::string& target, const std::string& who = "operator", const std::string& accept = "") {
        api::Request request = request_of("GET", target, who);
        if (!accept.empty()) request.headers.push_back({"accept", accept});
        return ask(request);
    }
    json items(const std::string& target) { return json::parse(*get(target).body).at("items"); }
    api::Response post(const std::string& target, const json& body, const std::string& who = "operator") {
        api::Request request = request_of("POST", target, who);
        request.headers.push_back({"content-type", "application/json"});
        request.body = body.dump();
        return ask(request);
    }

    struct Sending {
        std::string target = "/v1/usage";
        std::string type = "text/csv";
        std::string who = "ingest";
        std::string key = {};            // Idempotency-Key
        size_t piece = SIZE_MAX;         // bytes that come at once
        size_t breaks_after = SIZE_MAX;  // bytes, and then the connection is lost
    };
    api::Response send(std::string body, const Sending& sending) {
        api::Request request = request_of("POST", sending.target, sending.who);
        request.headers.push_back({"content-type", sending.type});
        if (!sending.key.empty()) request.headers.push_back({"idempotency-key", sending.key});
        request.read_body = [body = std::move(body), at = size_t{0}, sending](char* to,
                                                                              size_t size) mutable -> int64_t {
            if (at >= sending.breaks_after) return -1;
            const size_t count = std::min({size, sending.piece, body.size() - at, sending.breaks_after - at});
            std::copy_n(body.data() + at, count, to);
            at += count;
            return static_cast<int64_t>(count);
        };
        return ask(request);
    }
    api::Response send(std::string body) { return send(std::move(body), Sending{}); }
    json sent(std::string body, const Sending& sending) { return json::parse(*send(std::move(body), sending).body); }
    json sent(std::string body) { return sent(std::move(body), Sending{}); }

    // All rows of an account, as they are billed.
    std::string rows(const std::string& account, std::optional<int64_t> bound = {}) {
        std::string out;
        usage::read_stored_rows(*database, {account, "1970-01", "2189-12", bound},
                                {[&] { out.clear(); }, [&](std::string_view body) { out.append(body); }});
        return out;
    }
    int64_t count_rows(const std::string& account) {
        const std::string all = rows(account);
        return std::count(all.begin(), all.end(), '\n');
    }
    int64_t number(std::string_view sql) {
        return database->read([&](Transaction& t) {
            return t.first(sql, [](const store::Row& row) { return row.integer(0); }).value_or(0);
        });
    }
    void run(std::string_view sql) {
        database->write([&](Transaction& t) { t.run(sql); });
    }

    std::string folder;
    SystemClock clock;
    WrittenAuthenticator authenticator;
    api::Router files;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<usage::Receiver> receiver;
    api::App app;
    std::unique_ptr<api::Dispatcher> dispatcher;
    std::vector<std::pair<std::string, std::string>> late;  // what was told to be late

private:
    void open() {
        database = std::make_unique<store::Database>(store::DatabaseOptions{.folder = folder, .disk_floor = 0});
        usage::LateUsage late_usage;
        late_usage.note = [this](Transaction&, std::string_view account, std::string_view month) {
            late.emplace_back(account, month);
        };
        receiver = std::make_unique<usage::Receiver>(*database, late_usage);
        app.database = database.get();
        app.clock = &clock;
        app.authenticator = &authenticator;
        app.receiver = receiver.get();
        const std::vector<api::Operations> tables = {api::usage_operations(), api::upload_operations(),
                                                     api::reject_operations(), api::suspense_operations(),
                                                     api::account_usage_operations()};
        dispatcher = std::make_unique<api::Dispatcher>(app, tables, files);
    }
    void close() {
        dispatcher.reset();
        receiver.reset();
        database.reset();
    }
    static api::Request request_of(std::string method, const std::string& target, const std::string& who) {
        api::Request out;
        out.method = std::move(method);
        out.path = target.substr(0, target.find('?'));
        out.query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
        out.headers = {{"authorization", who}};
        return out;
    }
};

inline const std::string csv_header = "id,device,kind,start,end,quantity\n";

inline std::string row(const std::string& id, const std::string& device, const std::string& day = "2026-03-01",
                       int64_t quantity = 1000) {
    return id + "," + device + ",data," + day + "T00:00:00Z," + day + "T00:01:00Z," + std::to_string(quantity) + "\n";
}

}  // namespace samebill::tests
