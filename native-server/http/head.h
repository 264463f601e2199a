// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "native-server/api/message.h"

namespace samebill::http {

// What the connection adds to a response.
struct Framing {
    bool close = false;
    bool chunked = false;
    bool behind_tls = false;  // a proxy that ends TLS is in front: browsers are to come by TLS alone
    std::string_view request_id;
};

// The one function that writes the head of a response: status line, every security header, the response's own. A name
// or value with a control character is a fault of ours and asserted against.
std::string head_of(const api::Response& response, const Framing& framing);

}  // namespace samebill::http
