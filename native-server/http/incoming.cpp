// SPDX-License-Identifier: MIT
#include "native-server/http/incoming.h"

#include <algorithm>

namespace samebill::http {

namespace {

// CivetWeb returns from a read when all that was asked for has come, so what is asked for at once is little: the
// watchdog is to see slow clients move.
constexpr size_t piece = 4096;
constexpr size_t most_written = size_t{1} << 20;
constexpr size_t most_lingering = size_t{4} << 20;

}  // namespace

bool write_all(mg_connection* connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const int count = mg_write(connection, bytes.data(), std::min(bytes.size(), most_written));
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

bool Incoming::say_continue() {
    if (begun_) return true;
    begun_ = true;
    return !body_.awaits_continue || write_all(connection_, "HTTP/1.1 100 Continue\r\n\r\n");
}

std::optional<Refusal> Incoming::read_whole(std::string& out) {
    if (body_.length == 0) return {};
    if (!say_continue()) return Refusal{400, {}};
    watchdog_.reading(connection_);
    const auto length = static_cast<size_t>(body_.length);
    size_t at = 0;
    while (at < length) {
        // Memory is taken as bytes come, not as they are promised.
        const size_t wanted = std::min(length - at, piece);
        if (out.size() < at + wanted) out.resize(std::min(length, std::max(4 * piece, 2 * at)));
        const int count = mg_read(connection_, out.data() + at, wanted);
        if (count <= 0) break;
        at += static_cast<size_t>(count);
        if (at < length) watchdog_.received(connection_, static_cast<int64_t>(at));
    }
    cut_ = watchdog_.read_done(connection_);
    out.resize(at);
    read_ = static_cast<int64_t>(at);
    failed_ = at < length;
    return refusal();
}

api::BodyReader Incoming::reader(bool gzip) {
    watchdog_.streams(connection_);
    api::BodyReader plain = [this](char* bytes, size_t size) { return next(bytes, size); };
    if (!gzip) return plain;
    gunzip_.emplace(std::move(plain));
    return [this](char* bytes, size_t size) { return gunzip_->read(bytes, size); };
}

int64_t Incoming::next(char* bytes, size_t size) {
    if (failed_) return -1;
    if (all_read() || size == 0) return 0;
    const auto left = static_cast<uint64_t>(body_.length - read_);
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>({size, left, piece}));
    if (!say_continue()) {
        failed_ = true;
        return -1;
    }
    watchdog_.awaiting(connection_);
    const int count = mg_read(connection_, bytes, wanted);
    cut_ = watchdog_.awaited(connection_, std::max(count, 0));
    if (count <= 0) failed_ = true;
    if (failed_) return -1;
    read_ += count;
    return count;
}

std::optional<Refusal> Incoming::refusal() const {
    if (gunzip_ && gunzip_->fault() == Gunzip::Fault::bomb) return Refusal{413, "The body grows too much unpacked."};
    if (gunzip_ && gunzip_->fault() == Gunzip::Fault::broken) return Refusal{400, "The body is not whole gzip."};
    if (!failed_) return {};
    if (cut_ == Watchdog::Cut::slow) return Refusal{408, {}};
    if (cut_ == Watchdog::Cut::draining) return Refusal{503, "The server is about to end."};
    return Refusal{400, "The body is shorter than its Content-Length."};
}

void Incoming::linger() {
    watchdog_.lingering(connection_);
    char bytes[piece];
    for (size_t total = 0; total < most_lingering;) {
        const int count = mg_read(connection_, bytes, sizeof bytes);
        if (count <= 0) return;
        total += static_cast<size_t>(count);
    }
}

}  // namespace samebill::http
