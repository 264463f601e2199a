// SPDX-License-Identifier: MIT
// The engine behind lines of text, for tests that compare platforms and forms:
//
//   samebill_lines < REQUESTS.ndjson            each line a request; writes its result or error document
//   samebill_lines --check < DOCUMENTS.ndjson   each line {"document": TEXT} or {"document": {"base64": BYTES}};
//                                               writes samebill/check/1 or samebill/error/1
//
// One line out for each line in; empty lines are passed over. Builds natively and, for Node, with Emscripten.

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/api.h"

namespace {

std::string from_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (char c : text) {
        const size_t digit = digits.find(c);
        if (digit == digits.npos) break;
        held = (held << 6 | static_cast<unsigned>(digit)) & 0xFFFFFu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<char>(held >> bits & 0xFFu));
    }
    return bytes;
}

std::string document_of(const std::string& line) {
    const auto entry = nlohmann::json::parse(line);
    const auto& document = entry.contains("document") ? entry["document"] : entry;
    return document.is_string() ? document.get<std::string>() : from_base64(document.at("base64").get<std::string>());
}

bool read_line(std::string& line) {
    line.clear();
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c == '\n') return true;
        line.push_back(static_cast<char>(c));
    }
    return !line.empty();
}

}  // namespace

int main(int argc, char** argv) {
    const bool checks = argc > 1 && std::string_view(argv[1]) == "--check";
    std::string line;
    while (read_line(line)) {
        if (line.empty()) continue;
        samebill::Outcome outcome;
        if (checks) {
            outcome = samebill::check(document_of(line));
        } else {
            samebill::Inputs inputs;
            inputs.request = line;
            outcome = samebill::run(inputs);
        }
        outcome.text.push_back('\n');
        std::fwrite(outcome.text.data(), 1, outcome.text.size(), stdout);
    }
    return std::fflush(stdout) == 0 ? 0 : 1;
}
