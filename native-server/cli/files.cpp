// SPDX-License-Identifier: MIT
#include "native-server/cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "native-server/cli/failure.h"
#include "native-server/descriptor.h"
#include "native-server/text/words.h"

namespace samebill::cli {

namespace {

// A large file comes in pieces that are worth several threads' work, and no larger: the next one is read meanwhile, and
// both should still be in the cache when they are taken.
constexpr int64_t least_piece = 1 << 20;
int64_t largest_piece() {
    const int64_t processors = std::thread::hardware_concurrency();
    return std::clamp<int64_t>(2 * processors, 4, 16) << 20;
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

// 0, or the error.
int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return 0;
}

}  // namespace

void read_pieces(const std::string& name, const std::function<void(const Piece&)>& take, Threads* threads) {
    const auto fail = [&](int error) -> Failure { return {exit_bad_input, shown_name(name) + ": " + reason(error)}; };
    const bool standard_input = name == "-";
    const int number = standard_input ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) throw fail(errno);
    const Descriptor file(number, !standard_input);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) throw fail(errno);
    if (S_ISDIR(status.st_mode)) throw fail(EISDIR);
    Piece piece;
    piece.size = S_ISREG(status.st_mode) ? status.st_size : 0;
    const int64_t largest = largest_piece();
    const auto piece_size = static_cast<size_t>(std::clamp<int64_t>(piece.size, least_piece, largest));
    struct Got {
        std::unique_ptr<char[]> bytes;
        ssize_t count = 0;
        int error = 0;
    };
    const auto read = [&file, piece_size](std::unique_ptr<char[]> into) -> Got {
        ssize_t count = -1;
        do count = ::read(file.number(), into.get(), piece_size);
        while (count < 0 && errno == EINTR);
        return {std::move(into), count, errno};
    };
    const auto take_piece = [&](const Got& got) {
        piece.bytes = {got.bytes.get(), static_cast<size_t>(got.count)};
        piece.done += got.count;
        take(piece);
    };
    Got got = read(std::make_unique_for_overwrite<char[]>(piece_size));
    if (threads == nullptr || piece.size <= largest) {
        for (; got.count > 0; got = read(std::move(got.bytes))) take_piece(got);
    } else {
        auto spare = std::make_unique_for_overwrite<char[]>(piece_size);
        while (got.count > 0) {
            Got next;
            Threads::Beside ahead(*threads, [&] { next = read(std::move(spare)); });
            take_piece(got);
            ahead.finish();
            spare = std::exchange(got, std::move(next)).bytes;
        }
    }
    if (got.count < 0) throw fail(got.error);
}

std::string read_whole(const std::string& name) {
    std::string out;
    read_pieces(name, [&](const Piece& piece) { out += piece.bytes; });
    return out;
}

std::string shown_name(const std::string& name) {
    return name == "-" ? "(standard input)" : text::plain(name);
}

void write_file(const std::string& name, std::string_view bytes) {
    const int number = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (number < 0) throw Failure(exit_bad_input, shown_name(name) + ": " + reason(errno));
    Descriptor file(number);
    int error = write_all(file.number(), bytes);
    if (error == 0) error = file.close();
    if (error != 0) throw Failure(exit_fault, shown_name(name) + ": " + reason(error));
}

void write_output(std::string_view bytes) {
    const int error = write_all(STDOUT_FILENO, bytes);
    if (error == EPIPE) throw Failure(exit_fault, "");
    if (error != 0) throw Failure(exit_fault, "standard output: " + reason(error));
}

void write_error_line(std::string_view line) {
    (void)write_all(STDERR_FILENO, std::string(line) + "\n");
}

bool same_file(const std::string& one, const std::string& other) {
    struct stat first {};
    struct stat second {};
    return ::stat(one.c_str(), &first) == 0 && ::stat(other.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino && S_ISREG(first.st_mode);
}

void secure_standard_streams() {
    for (int number = 0; number <= 2; number++) {
        // Read only: a write to it still fails, so a result that nobody receives is never exit 0.
        if (::fcntl(number, F_GETFD) < 0) (void)!::open("/dev/null", O_RDONLY);
    }
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace samebill::cli
