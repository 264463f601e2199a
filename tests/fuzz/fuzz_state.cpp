// SPDX-License-Identifier: MIT
// A request with an opening state whose digest is made to fit: whoever writes a state can also write its digest, so
// that nothing behind the digest may take a state's word for anything.
#include <nlohmann/json.hpp>

#include "tests/fuzz/expect.h"

using namespace samebill;
using namespace samebill::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using Json = nlohmann::ordered_json;
    const TwoTexts texts = split(bytes_of(data, size));
    if (!digest(texts.first).ok || !digest(texts.second).ok) return 0;  // both are texts of sound form
    Json request = Json::parse(texts.first, nullptr, false);
    Json opening = Json::parse(texts.second, nullptr, false);
    if (!request.is_object() || !opening.is_object()) return 0;
    const Json answer = Json::parse(digest(texts.second).text, nullptr, false);
    opening["digest"] = answer.at("digest");
    request["opening"] = opening;
    const Outcome outcome = run({.request = request.dump()});
    expect_sound(outcome);
    if (!outcome.ok) return 0;
    // The closing state opens the next month.
    Json result = Json::parse(outcome.text);
    const Outcome next = [&] {
        request["opening"] = std::move(result["closing"]);
        request["events"] = Json::array();
        request["usage"] = Json::array();
        request.erase("adjustments");
        const auto through = request["through"].get<std::string>();
        const int month = std::stoi(through.substr(0, 4)) * 12 + std::stoi(through.substr(5)) - 1 + 1;
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02d", month / 12, month % 12 + 1);
        request["from"] = request["through"] = text;
        return run({.request = request.dump()});
    }();
    expect_sound(next);
    expect(next.ok || next.text.find("\"code\":\"state\"") == next.text.npos, "a closing state is sound as an opening",
           next.text);
    return 0;
}
