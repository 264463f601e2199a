// SPDX-License-Identifier: MIT
#include <optional>
#include <vector>

#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/outcome.h"
#include "native-server/security/final_bill.h"
#include "native-server/security/random.h"
#include "native-server/text/line_words.h"
#include "native-server/text/words.h"

// `samebill verify` of a final bill: what needs no server, no request and no trust but in the issuer's keys.

namespace samebill::cli {

using nlohmann::json;
using text::member;

namespace {

std::vector<security::PublicKey> keys_of(const std::string& name) {
    if (name.empty()) throw Failure(exit_bad_input, "samebill: a final bill is verified with --keys FILE");
    auto keys = security::read_jwks(read_whole(name));
    if (!keys) throw Failure(exit_bad_input, shown_name(name) + ": is no JWK set, or a key in it has another id");
    return std::move(*keys);
}

security::ReadFinalBill read_back(const std::string& name, const std::string& document) {
    std::string why;
    auto read = security::read_final_bill(document, why);
    if (!read) throw Failure(exit_bad_input, shown_name(name) + ": " + why);
    return std::move(*read);
}

// One word for each thing looked at, as people read it.
std::string words_of(const json& answer) {
    const bool good = answer.at("matches").get<bool>();
    std::string out = text::plain(member(answer, "account")) + ", " + text::plain(member(answer, "period")) +
                      ": final bill " + member(answer, "number") + " of " + text::plain(member(answer, "issuer")) +
                      (good ? " is as it was issued\n" : " IS NOT AS IT WAS ISSUED\n");
    out += "  signature  " + text::words(member(answer, "signature"));
    if (answer.at("key").is_string()) out += " (key " + text::plain(member(answer, "key")) + ")";
    out += answer.at("digest").get<bool>() ? "\n  digest     right\n" : "\n  digest     wrong\n";
    if (answer.contains("chain")) {
        out += answer.at("chain").get<bool>() ? "  chain      follows the bill before\n"
                                              : "  chain      does not follow the bill given as the one before\n";
    }
    if (answer.contains("bill")) {
        out += answer.at("bill").at("matches").get<bool>() ? "  inputs     come to this bill\n"
                                                           : "  inputs     come to another bill\n";
    }
    return out;
}

}  // namespace

int verify_final_bill(const Options& options, const std::string& document) {
    security::start();
    const security::ReadFinalBill read = read_back(options.issued, document);
    const std::vector<security::PublicKey> keys = keys_of(options.keys);
    std::optional<std::string> before;
    if (!options.previous.empty()) {
        before = read_whole(options.previous);
        read_back(options.previous, *before);
    }
    const security::FinalBillCheck check = security::check_final_bill(read, keys, before);
    bool matches = check.good();

    const json bill = parsed(read.bill.bill);
    const std::string key = security::key_of(read.signature);
    json answer = {{"schema", "samebill/final_verification/1"},
                   {"account", member(bill, "account")},
                   {"period", member(bill, "period")},
                   {"issuer", read.bill.issuer},
                   {"number", read.bill.number},
                   {"key", key.empty() ? json(nullptr) : json(key)},
                   {"signature", security::word_of(check.signature)},
                   {"digest", check.digest}};
    if (check.chain) answer["chain"] = *check.chain;
    if (!options.request.empty()) {
        const Outcome anew = verify_against_inputs(options, read.bill.bill);
        if (!anew.ok) return finish(options, {options.request}, anew, nullptr);
        answer["bill"] = parsed(anew.text);
        matches = matches && answer.at("bill").at("matches").get<bool>();
    }
    answer["matches"] = matches;
    const int code = finish(options, {options.issued}, {true, answer.dump()}, words_of);
    return code != exit_ok || matches ? code : exit_bad_input;
}

}  // namespace samebill::cli
