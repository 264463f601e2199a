// SPDX-License-Identifier: MIT
#include <filesystem>
#include <nlohmann/json.hpp>

#include "native-server/api/credentials.h"
#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/clock.h"
#include "native-server/security/random.h"
#include "native-server/text/words.h"
#include "native-server/upkeep/backup.h"
#include "native-server/upkeep/control.h"
#include "native-server/upkeep/fsck.h"

// The commands that look after a store. One process holds a store, so they go through the server where one runs, and
// open the store themselves only where none does.

namespace samebill::cli {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// What is wrong with a store, a backup or a disk is said in one line.
template <class Work>
int guarded(Work&& work) {
    try {
        security::start();
        return work();
    } catch (const std::runtime_error& error) {
        throw Failure(exit_fault, std::string("samebill: ") + error.what());
    }
}

// No floor: what makes a copy, and reads, is wanted most when the disk is nearly full.
store::Database open_alone(const std::string& data) {
    return store::Database({.folder = data, .disk_floor = 0, .create = false});
}

std::string findings_text(const upkeep::Inspection& inspection) {
    std::string out;
    for (const upkeep::Finding& finding : inspection.findings) {
        out += text::plain(finding.subject) + ": " + text::plain(finding.message) + "\n";
    }
    for (const auto& [what, count] : inspection.counted) {
        out += std::to_string(count) + " " + text::words(what) + "\n";
    }
    return out + (inspection.found == 0 ? "nothing wrong\n" : std::to_string(inspection.found) + " findings\n");
}

std::string findings_json(const upkeep::Inspection& inspection) {
    json findings = json::array();
    for (const upkeep::Finding& finding : inspection.findings) {
        findings.push_back({{"subject", finding.subject}, {"message", finding.message}});
    }
    return json({{"schema", "samebill/inspection/1"},
                 {"sound", inspection.found == 0},
                 {"found", inspection.found},
                 {"findings", std::move(findings)},
                 {"counted", inspection.counted}})
               .dump() +
           "\n";
}

int say(const Options& options, const upkeep::Inspection& inspection) {
    write_output(options.format == Format::json ? findings_json(inspection) : findings_text(inspection));
    return inspection.found == 0 ? exit_ok : exit_bad_input;
}

// A folder beside the store for a copy of it, gone at the end.
struct Aside {
    explicit Aside(const std::string& data) : path(data + "/fsck-" + security::random_base62(8)) {}
    ~Aside() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    std::string path;
};

}  // namespace

int backup(const Options& options) {
    return guarded([&] {
        const std::string target = fs::absolute(options.target).lexically_normal();
        if (!upkeep::ask_server(options.data, {"backup", target})) {
            store::Database database = open_alone(options.data);
            upkeep::back_up(database, nullptr, target, SystemClock().now());
        }
        return exit_ok;
    });
}

int restore(const Options& options) {
    return guarded([&] {
        upkeep::restore(options.target, options.data);
        const store::Database database = open_alone(options.data);
        return exit_ok;
    });
}

int fsck(const Options& options) {
    return guarded([&] {
        const std::string data = fs::absolute(options.data).lexically_normal();
        const std::string keys = data + "/keys";
        const Aside aside(data);
        if (upkeep::ask_server(data, {"copy", aside.path})) {
            store::Database database = open_alone(aside.path);
            return say(options, upkeep::inspect(database, keys, options.recompute));
        }
        store::Database database = open_alone(data);
        return say(options, upkeep::inspect(database, keys, options.recompute));
    });
}

int admin_key(const Options& options) {
    return guarded([&] {
        store::Database database({.folder = options.data});
        write_output(api::make_admin_key(database, options.name, SystemClock().now()) + "\n");
        return exit_ok;
    });
}

}  // namespace samebill::cli
