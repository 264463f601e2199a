// SPDX-License-Identifier: MIT
#include "native-server/upkeep/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/sha256.h"
#include "native-server/security/random.h"
#include "native-server/security/secret_file.h"
#include "native-server/store/schema.h"
#include "native-server/version.h"

namespace samebill::upkeep {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view list_name = "backup.json";
constexpr std::string_view store_name = "samebill.db";

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw std::runtime_error(path + ": " + what);
}

void sync(const std::string& path, bool folder) {
    const int file = ::open(path.c_str(), (folder ? O_DIRECTORY | O_RDONLY : O_RDWR) | O_CLOEXEC);
    const bool done = file >= 0 && ::fsync(file) == 0;
    const int reason = errno;
    if (file >= 0) ::close(file);
    if (!done) fail(path, std::strerror(reason));
}

std::string digest_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) fail(path, std::strerror(errno));
    Sha256 digest;
    std::vector<char> piece(size_t{1} << 20);
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digest.update({piece.data(), static_cast<size_t>(file.gcount())});
    }
    if (file.bad()) fail(path, "cannot be read");
    return "sha256:" + digest.finish_hex();
}

// Plain files of a folder and of those in it, as names from there on.
std::vector<std::string> files_under(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && !entry.is_symlink()) out.push_back(fs::relative(entry.path(), folder));
    }
    std::sort(out.begin(), out.end());
    return out;
}

void empty_private_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) fail(path, std::strerror(errno));
    ::close(file);
}

void copy_private(const fs::path& from, const fs::path& to) {
    empty_private_file(to);
    std::error_code error;
    if (!fs::copy_file(from, to, fs::copy_options::overwrite_existing, error)) fail(to, error.message());
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
    sync(to, false);
}

// A folder that gets its name once it is whole, and is gone if it never is.
class Draft {
public:
    explicit Draft(std::string name)
        : name_(std::move(name)), draft_(name_ + "." + security::random_base62(8) + ".part") {
        const fs::path parent = fs::path(name_).parent_path();
        if (!parent.empty()) fs::create_directories(parent);
        security::private_folder(draft_);
    }
    ~Draft() {
        std::error_code ignored;
        if (!draft_.empty()) fs::remove_all(draft_, ignored);
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    fs::path path() const { return draft_; }
    void finish() {
        for (const auto& entry : fs::recursive_directory_iterator(draft_)) {
            if (entry.is_directory()) sync(entry.path(), true);
        }
        sync(draft_, true);
        // Takes the place of an empty folder, but of nothing else.
        if (::rename(draft_.c_str(), name_.c_str()) != 0) fail(name_, std::strerror(errno));
        draft_.clear();
        const fs::path parent = fs::path(name_).parent_path();
        sync(parent.empty() ? "." : parent.string(), true);
    }

private:
    std::string name_;
    std::string draft_;
};

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

void require_free(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return;
    if (!fs::is_directory(path) || !fs::is_empty(path)) fail(path, "is there already and not empty");
}

// What is private to the machine that runs it has no place in a backup.
bool belongs_in_backup(const std::string& name) {
    return name.starts_with("keys/") || name == "browser_secret";
}

}  // namespace

void copy_store(store::Database& database, const std::string& target) {
    const std::string name = without_slash(target);
    require_free(name);
    Draft draft(name);
    const fs::path file = draft.path() / store_name;
    empty_private_file(file);
    database.copy_to(file);
    sync(file, false);
    draft.finish();
}

void back_up(store::Database& database, const security::KeyRing* keys, const std::string& target, int64_t now) {
    const std::string name = without_slash(target);
    require_free(name);
    Draft draft(name);
    // The keys after the store: every bill in the copy was signed with a key that was there before.
    const fs::path store_file = draft.path() / store_name;
    empty_private_file(store_file);
    database.copy_to(store_file);
    sync(store_file, false);
    const fs::path data = database.folder();
    security::private_folder(draft.path() / "keys");
    const auto copy_keys = [&](const fs::path& folder) {
        for (const std::string& key : files_under(folder)) copy_private(folder / key, draft.path() / "keys" / key);
    };
    // A rotation replaces files: half of it must not be in the copy.
    if (keys != nullptr) {
        keys->while_still(copy_keys);
    } else {
        copy_keys(data / "keys");
    }
    copy_private(data / "browser_secret", draft.path() / "browser_secret");
    json files = json::object();
    for (const std::string& file : files_under(draft.path())) {
        files[file] = {{"bytes", fs::file_size(draft.path() / file)}, {"digest", digest_of_file(draft.path() / file)}};
    }
    const json list = {{"schema", "samebill/backup/1"},
                       {"made_at", format_instant(now)},
                       {"version", version},
                       {"store", store::schema_version},
                       {"files", std::move(files)}};
    security::write_secret(draft.path() / list_name, list.dump(2) + "\n");
    draft.finish();
}

void restore(const std::string& backup, const std::string& data) {
    const fs::path from = without_slash(backup);
    const std::string to = without_slash(data);
    require_free(to);
    std::ifstream stream(from / list_name);
    if (!stream) fail(from / list_name, "cannot be read: this is no backup");
    const json list = json::parse(stream, nullptr, false);
    const bool known = list.is_object() && list.value("schema", json()) == "samebill/backup/1" &&
                       list.contains("files") && list["files"].is_object() && list["files"].contains(store_name);
    if (!known) fail(from / list_name, "is no list of a backup, or damaged");
    Draft draft(to);
    for (const auto& [name, about] : list["files"].items()) {
        if (name != store_name && !belongs_in_backup(name)) fail(from / list_name, "names a file that no backup has");
        if (name.find("..") != std::string::npos) fail(from / list_name, "names a file outside the backup");
        if (name.starts_with("keys/")) security::private_folder(draft.path() / "keys");
        copy_private(from / name, draft.path() / name);
        if (digest_of_file(draft.path() / name) != about.value("digest", "")) {
            fail(from / name, "is not what the backup's list says: the backup is damaged");
        }
    }
    draft.finish();
}

}  // namespace samebill::upkeep
