// SPDX-License-Identifier: MIT
#include "native-server/cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <vector>

#include "native-server/cli/failure.h"
#include "native-server/text/words.h"

namespace samebill::cli {

namespace {

constexpr size_t piece_size = size_t{1} << 20;

std::string reason(int error) {
    return std::generic_category().message(error);
}

class Descriptor {
public:
    explicit Descriptor(int number, bool owned = true) : number_(number), owned_(owned) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    // 0, or the error: some file systems tell of a full disk only here.
    int close() {
        if (!owned_) return 0;
        owned_ = false;
        return ::close(number_) == 0 ? 0 : errno;
    }

private:
    int number_;
    bool owned_;
};

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

void read_pieces(const std::string& name, const std::function<void(const Piece&)>& take) {
    const auto fail = [&](int error) -> Failure { return {exit_bad_input, shown_name(name) + ": " + reason(error)}; };
    const bool standard_input = name == "-";
    const int number = standard_input ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) throw fail(errno);
    const Descriptor file(number, !standard_input);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) throw fail(errno);
    if (S_ISDIR(status.st_mode)) throw fail(EISDIR);
    std::vector<char> buffer(piece_size);
    Piece piece;
    piece.size = S_ISREG(status.st_mode) ? status.st_size : 0;
    while (true) {
        const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw fail(errno);
        if (count == 0) return;
        piece.bytes = {buffer.data(), static_cast<size_t>(count)};
        piece.done += count;
        take(piece);
    }
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
