// SPDX-License-Identifier: MIT
#pragma once

#include <civetweb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/http/gate.h"
#include "native-server/http/gunzip.h"
#include "native-server/http/watchdog.h"

namespace samebill::http {

// The body of one request: exactly as many bytes as its head states, read whole or piece by piece, under the watchdog's
// eye.
class Incoming {
public:
    Incoming(mg_connection* connection, Watchdog& watchdog, const Body& body)
        : connection_(connection), watchdog_(watchdog), body_(body) {}

    // All of it.
    std::optional<Refusal> read_whole(std::string& out);

    // As it comes, taken out of gzip if it is in it. The reader holds as long as this does.
    api::BodyReader reader(bool gzip);

    // Why reading ended early, if it did.
    std::optional<Refusal> refusal() const;
    // Whether nothing of it is left on the connection.
    bool all_read() const { return read_ == body_.length; }
    int64_t read() const { return read_; }

    // What is left of a refused body is read for a moment, so that the refusal is not lost to a reset.
    void linger();

private:
    bool say_continue();
    int64_t next(char* bytes, size_t size);

    mg_connection* connection_;
    Watchdog& watchdog_;
    const Body& body_;
    std::optional<Gunzip> gunzip_;
    int64_t read_ = 0;
    bool begun_ = false;
    bool failed_ = false;
    Watchdog::Cut cut_ = Watchdog::Cut::none;
};

// False if the client is gone.
bool write_all(mg_connection* connection, std::string_view bytes);

}  // namespace samebill::http
