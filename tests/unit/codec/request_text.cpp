// SPDX-License-Identifier: MIT
#include "tests/unit/codec/request_text.h"

#include <stdexcept>

namespace request_text {

namespace {

constexpr const char* sound_text = R"({
 "schema": "samebill/request/1",
 "catalog": {
  "schema": "samebill/catalog/1", "id": "acme", "currency": "EUR", "kilobyte_bytes": 1024,
  "plans": [
   {"id": "meter", "access_fee": {"amount": "3.00"},
    "included": {"data": "5 MB"},
    "overage": {"data": {"price": "0.10", "per": "MB"}, "voice": {"price": "0.20", "per": "min"}},
    "terms": {"data_rounding": {"increment": "1 KB", "per": "day"}, "plan_change": "next_day"}},
   {"id": "credit", "kind": "prepaid", "prepaid_packs": [{"id": "ten", "price": "5", "data": "10 MB"}]}],
  "sim_products": [{"id": "sim-a", "lapses": true}],
  "taxes": [{"id": "vat", "name": "VAT", "jurisdiction": "DE", "rate": "0.19", "categories": ["access", "usage"]}]},
 "account": {
  "schema": "samebill/account/1", "id": "harbour",
  "agreement": {"from": "2025-01-01", "plans": ["meter", "credit"],
   "discounts": [{"code": "early", "percent": "10", "categories": ["access"]}]},
  "pricing_attachments": [{"plan": "meter", "overrides": {"access_fee": {"amount": "2.50"}}}],
  "tax": {"jurisdictions": ["DE"], "exemptions": [{"tax": "vat", "certificate": "C-1"}]},
  "devices": [{"id": "pump-2"}, {"id": "pump-1", "sim_product": "sim-a"}]},
 "events": [
  {"at": "2026-03-02T08:00:00+01:00", "type": "activate", "device": "pump-1"},
  {"at": "2026-03-01T08:00:00Z", "type": "provision", "device": "pump-1", "plan": "meter"}],
 "usage": [
  {"id": "r1", "device": "pump-1", "kind": "data", "start": "2026-03-03T10:00:00Z",
   "end": "2026-03-03T10:05:00Z", "quantity": 5000},
  {"id": "r2", "device": "stray", "kind": "sms", "start": "2026-03-04T10:00:00Z",
   "end": "2026-03-04T10:00:00Z", "quantity": 1}],
 "from": "2026-03",
 "through": "2026-03"})";

}  // namespace

Json sound_request() {
    return Json::parse(sound_text);
}

Json with(Json document, const std::string& pointer, const std::string& value) {
    document[Json::json_pointer(pointer)] = Json::parse(value);
    return document;
}

Json without(Json document, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    document.at(place.parent_pointer()).erase(place.back());
    return document;
}

Decoded decode(const std::string& text, const samebill::RequestOptions& options) {
    Decoded decoded;
    const auto problems = samebill::decode_request(text, options, decoded.request, decoded.sessions);
    for (const samebill::Problem& problem : problems) {
        decoded.problems.push_back(problem.code + " " + problem.path);
        decoded.messages.push_back(problem.message);
    }
    return decoded;
}

Decoded decode(const Json& document, const samebill::RequestOptions& options) {
    return decode(document.dump(), options);
}

std::vector<std::string> problems_of(const Json& document) {
    return decode(document).problems;
}

std::vector<std::string> problems_of_text(const std::string& text) {
    return decode(text).problems;
}

std::string replaced(std::string text, const std::string& old_part, const std::string& new_part) {
    const size_t at = text.find(old_part);
    if (at == text.npos) throw std::logic_error("not in the text: " + old_part);
    return text.replace(at, old_part.size(), new_part);
}

}  // namespace request_text
