// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/codec/decode.h"

// A sound request for the decoder's tests, and small edits of it.
namespace request_text {

using Json = nlohmann::ordered_json;

// One postpaid and one prepaid plan, two devices, two events, two sessions; from and through 2026-03.
Json sound_request();

// The request with the value (JSON) at the pointer put in its place.
Json with(Json document, const std::string& pointer, const std::string& value);
Json without(Json document, const std::string& pointer);

struct Decoded {
    std::vector<std::string> problems;  // "code path" each
    std::vector<std::string> messages;  // parallel
    samebill::Request request;
    samebill::SessionTable sessions;
};
Decoded decode(const std::string& text, const samebill::RequestOptions& options = {});
Decoded decode(const Json& document, const samebill::RequestOptions& options = {});
std::vector<std::string> problems_of(const Json& document);
std::vector<std::string> problems_of_text(const std::string& text);

// `text` with the first `old_part` replaced; a part that is not there is a fault of the test.
std::string replaced(std::string text, const std::string& old_part, const std::string& new_part);

using Strings = std::vector<std::string>;

}  // namespace request_text

#define CHECK_PROBLEMS(found, ...)                                                             \
    do {                                                                                       \
        const request_text::Strings found_ = (found);                                          \
        const request_text::Strings due_ = request_text::Strings __VA_ARGS__;                  \
        BOOST_CHECK_EQUAL_COLLECTIONS(found_.begin(), found_.end(), due_.begin(), due_.end()); \
    } while (false)
