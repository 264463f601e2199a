// SPDX-License-Identifier: MIT
#include "native-server/http/gunzip.h"

#include <algorithm>
#include <new>
#include <utility>

namespace samebill::http {

namespace {

constexpr int gzip_only = 15 + 16;  // zlib's word for the largest window and no other header
constexpr size_t most_at_once = size_t{1} << 16;

}  // namespace

Gunzip::Gunzip(api::BodyReader source) : source_(std::move(source)) {
    if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() {
    inflateEnd(&stream_);
}

int64_t Gunzip::fail(Fault fault) {
    fault_ = fault;
    return -1;
}

// Whether there is input; without it, the body has ended or the source has failed.
bool Gunzip::refill() {
    if (stream_.avail_in > 0) return true;
    if (ended_) return false;
    const int64_t count = source_(input_.data(), input_.size());
    if (count < 0) fail(Fault::source);
    ended_ = count <= 0;
    if (ended_) return false;
    in_ += count;
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(count);
    return true;
}

int64_t Gunzip::read(char* bytes, size_t size) {
    if (fault_ != Fault::none) return -1;
    if (size == 0) return 0;
    const auto room = static_cast<uInt>(std::min(size, most_at_once));
    stream_.next_out = reinterpret_cast<Bytef*>(bytes);
    stream_.avail_out = room;
    while (stream_.avail_out == room) {
        if (!refill()) {
            if (fault_ != Fault::none) return -1;
            return within_member_ ? fail(Fault::broken) : 0;
        }
        if (!within_member_) inflateReset(&stream_);
        within_member_ = true;
        const int status = inflate(&stream_, Z_NO_FLUSH);
        if (status == Z_STREAM_END) {
            within_member_ = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return fail(Fault::broken);
        }
        out_ += room - stream_.avail_out;
        if (out_ > gunzip_allowance + gunzip_ratio * in_) return fail(Fault::bomb);
    }
    return room - stream_.avail_out;
}

}  // namespace samebill::http
