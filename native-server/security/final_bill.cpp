// SPDX-License-Identifier: MIT
#include "native-server/security/final_bill.h"

#include <array>
#include <utility>

#include "core/base/assert.h"
#include "core/codec/canonical.h"
#include "core/codec/json.h"
#include "native-server/security/encoding.h"

namespace samebill::security {

namespace {

constexpr std::string_view schema = "samebill/final_bill/1";

// Ids, dates and digests need no escapes in JSON; anything else has no business in these members.
void append(std::string& out, std::string_view name, std::string_view text) {
    SAMEBILL_ASSERT(text.find_first_of("\"\\") == std::string_view::npos && !text.empty());
    out += ",\"";
    out += name;
    out += "\":\"";
    out += text;
    out += '"';
}

bool has_form(std::string_view text, std::string_view form) {
    if (text.size() != form.size()) return false;
    for (size_t at = 0; at < form.size(); ++at) {
        const bool digit = text[at] >= '0' && text[at] <= '9';
        if (form[at] == '0' ? !digit : text[at] != form[at]) return false;
    }
    return true;
}

bool is_id(std::string_view text) {
    static constexpr std::string_view plain = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._:@+-";
    return !text.empty() && text.size() <= 128 && text.find_first_not_of(plain) == std::string_view::npos &&
           std::string_view("._:@+-").find(text.front()) == std::string_view::npos;
}

bool is_digest(std::string_view text) {
    return text.size() == 71 && text.starts_with("sha256:") &&
           text.substr(7).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view text_at(const Json& document, std::string_view name) {
    const Json* member = find_member(document, name);
    return member != nullptr && member->is_text() ? member->text() : std::string_view{};
}

// What is wrong with the members around the bill; empty: nothing.
std::string_view fault_of(const Json& document) {
    if (!document.is_object() || text_at(document, "schema") != schema) return "is no samebill/final_bill/1";
    static constexpr std::array<std::string_view, 8> names = {"bill",   "due_on",   "issued_at", "issuer",
                                                              "number", "previous", "schema",    "signature"};
    if (document.size() != names.size()) return "has other members than a samebill/final_bill/1";
    for (const std::string_view name : names) {
        if (find_member(document, name) == nullptr) return "lacks a member of a samebill/final_bill/1";
    }
    const Json& number = *find_member(document, "number");
    const bool counted = number.is_natural() && number.natural() >= 1 && number.natural() <= (uint64_t{1} << 53) - 1;
    if (!counted) return "/number is no number of a bill";
    if (!is_id(text_at(document, "issuer"))) return "/issuer is no id";
    if (!has_form(text_at(document, "issued_at"), "0000-00-00T00:00:00Z")) return "/issued_at is no instant";
    if (!has_form(text_at(document, "due_on"), "0000-00-00")) return "/due_on is no date";
    const Json& previous = *find_member(document, "previous");
    if (number.natural() == 1 ? !previous.is_null() : !is_digest(text_at(document, "previous"))) {
        return "/previous is to be the digest of the bill before, and null in number 1";
    }
    if (text_at(document, "signature").empty()) return "/signature is no signature";
    if (text_at(*find_member(document, "bill"), "schema") != "samebill/bill/1") return "/bill is no samebill/bill/1";
    return {};
}

bool states_its_digest(const std::string& bill) {
    Document document;
    ProblemList problems;
    if (!parse_json(bill, document, problems)) return false;
    const std::optional<std::string> digest = canonical_digest(document.root, "digest");
    return digest && text_at(document.root, "digest") == *digest;
}

}  // namespace

std::string payload_of(const FinalBill& bill) {
    std::string out = "{\"bill\":";
    out += bill.bill;
    append(out, "due_on", bill.due_on);
    append(out, "issued_at", bill.issued_at);
    append(out, "issuer", bill.issuer);
    out += ",\"number\":" + std::to_string(bill.number);
    if (bill.previous.empty()) {
        out += ",\"previous\":null";
    } else {
        append(out, "previous", bill.previous);
    }
    append(out, "schema", schema);
    return out + "}";
}

std::string signed_document(std::string_view payload, std::string_view signature) {
    std::string out(payload.substr(0, payload.size() - 1));
    append(out, "signature", signature);
    return out + "}";
}

std::string chain_digest(std::string_view document) {
    return digest_of(document);
}

std::optional<ReadFinalBill> read_final_bill(std::string_view document, std::string& why) {
    Document parsed;
    ProblemList problems;
    if (!parse_json(document, parsed, problems)) {
        why = "is no JSON document";
        return std::nullopt;
    }
    const Json& read = parsed.root;
    const std::string_view fault = problems.empty() ? fault_of(read) : "has a member twice";
    std::optional<std::string> bill;
    if (fault.empty()) bill = canonical_form(*find_member(read, "bill"));
    if (!bill) {
        why = fault.empty() ? "has a number that no bill has" : std::string(fault);
        return std::nullopt;
    }
    ReadFinalBill out;
    out.bill = {static_cast<int64_t>(find_member(read, "number")->natural()),
                std::string(text_at(read, "issuer")),
                std::string(text_at(read, "issued_at")),
                std::string(text_at(read, "due_on")),
                std::string(text_at(read, "previous")),
                std::move(*bill)};
    out.signature = text_at(read, "signature");
    out.payload = payload_of(out.bill);
    return out;
}

FinalBillCheck check_final_bill(const ReadFinalBill& bill, const std::vector<PublicKey>& keys,
                                std::optional<std::string_view> document_before) {
    FinalBillCheck out;
    out.signature = check_signature(keys, bill.payload, bill.signature);
    out.digest = states_its_digest(bill.bill.bill);
    if (!document_before) return out;
    std::string why;
    const std::optional<ReadFinalBill> before = read_final_bill(*document_before, why);
    out.chain = before && before->bill.issuer == bill.bill.issuer && before->bill.number + 1 == bill.bill.number &&
                chain_digest(signed_document(before->payload, before->signature)) == bill.bill.previous;
    return out;
}

}  // namespace samebill::security
