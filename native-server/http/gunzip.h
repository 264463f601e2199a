// SPDX-License-Identifier: MIT
#pragma once

#include <zlib.h>

#include <array>
#include <cstdint>

#include "native-server/api/message.h"

// A gzip body read piece by piece (RFC 1952; several members after one another are one text). What comes out may be at
// most a mebibyte and 100 times what went in: usage files shrink to a tenth, a bomb to a thousandth.

namespace samebill::http {

inline constexpr int64_t gunzip_allowance = int64_t{1} << 20;
inline constexpr int64_t gunzip_ratio = 100;

class Gunzip {
public:
    enum class Fault { none, source, broken, bomb };

    explicit Gunzip(api::BodyReader source);
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    // As a BodyReader: bytes written, 0 at the end, -1 once there is a fault.
    int64_t read(char* bytes, size_t size);
    Fault fault() const { return fault_; }

private:
    bool refill();
    int64_t fail(Fault fault);

    api::BodyReader source_;
    z_stream stream_{};
    std::array<char, 16384> input_;
    int64_t in_ = 0;
    int64_t out_ = 0;
    bool within_member_ = true;  // an empty body is none
    bool ended_ = false;         // of what comes in
    Fault fault_ = Fault::none;
};

}  // namespace samebill::http
