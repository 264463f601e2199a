// SPDX-License-Identifier: MIT
#include "native-server/security/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "native-server/descriptor.h"
#include "native-server/security/random.h"

namespace samebill::security {

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw std::runtime_error(path + ": " + what);
}

[[noreturn]] void fail_of_system(const std::string& path) {
    fail(path, std::strerror(errno));
}

// The machine's administrator looks after the folders of a service with a user of its own.
bool is_own(const struct stat& about) {
    return about.st_uid == ::geteuid() || ::geteuid() == 0;
}

void write_all(int file, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_of_system(path);
        bytes.remove_prefix(static_cast<size_t>(written));
    }
}

std::string folder_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

void sync_folder(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) fail_of_system(path);
}

}  // namespace

void private_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return sync_folder(folder_of(path));
    if (errno != EEXIST) fail_of_system(path);
    struct stat about = {};
    if (::stat(path.c_str(), &about) != 0) fail_of_system(path);
    if (!S_ISDIR(about.st_mode)) fail(path, "is no folder");
    if (!is_own(about)) fail(path, "belongs to another user");
    if ((about.st_mode & 0077) != 0) fail(path, "others can enter it; chmod 700 " + path);
}

void require_private(const std::string& path) {
    struct stat about = {};
    if (::lstat(path.c_str(), &about) != 0) fail_of_system(path);
    if (!S_ISREG(about.st_mode)) fail(path, "is no plain file");
    if (!is_own(about)) fail(path, "holds a secret and belongs to another user");
    if ((about.st_mode & 0077) != 0) fail(path, "holds a secret and others can read it; chmod 600 " + path);
}

std::string read_secret(const std::string& path) {
    require_private(path);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (file.number() < 0) fail_of_system(path);
    std::string out;
    char piece[4096];
    constexpr size_t most = 1 << 20;
    while (out.size() <= most) {
        const ssize_t count = ::read(file.number(), piece, sizeof piece);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_of_system(path);
        if (count == 0) return out;
        out.append(piece, static_cast<size_t>(count));
    }
    fail(path, "is too large for a secret");
}

void write_secret(const std::string& path, std::string_view bytes) {
    const std::string draft = path + "." + random_base62(8) + ".new";
    {
        const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.number() < 0) fail_of_system(draft);
        try {
            write_all(file.number(), bytes, draft);
            if (::fsync(file.number()) != 0) fail_of_system(draft);
        } catch (...) {
            ::unlink(draft.c_str());
            throw;
        }
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(draft.c_str());
        fail(path, std::strerror(reason));
    }
    sync_folder(folder_of(path));
}

std::string secret_of(const std::string& path, size_t bytes) {
    if (::access(path.c_str(), F_OK) != 0) write_secret(path, random_bytes(bytes));
    std::string out = read_secret(path);
    if (out.size() != bytes) fail(path, "is damaged: " + std::to_string(bytes) + " bytes are due");
    return out;
}

}  // namespace samebill::security
