// SPDX-License-Identifier: MIT
#include "core/base/quantity.h"

namespace samebill {

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::data: return "data";
        case Kind::sms: return "sms";
        case Kind::voice: return "voice";
    }
    return {};
}

std::optional<Kind> parse_kind(std::string_view name) {
    if (name == "data") return Kind::data;
    if (name == "sms") return Kind::sms;
    if (name == "voice") return Kind::voice;
    return std::nullopt;
}

}  // namespace samebill
