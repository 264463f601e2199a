// SPDX-License-Identifier: MIT
#include "native-server/api/listing.h"

#include <algorithm>
#include <charconv>

#include "native-server/security/encoding.h"
#include "native-server/text/bill_csv.h"

namespace samebill::api {

using nlohmann::json;

namespace {

constexpr int64_t longest_page = 1000;

// A cursor names its list, so that one of another list is not taken for a place in this one.
std::string cursor_of(const Operation& operation, const std::string& key) {
    return security::base64url(std::string(operation.id) + "\n" + key);
}

// The query as it came, to be gone on with after "&".
std::string without_cursor(std::string_view query) {
    std::string out;
    while (!query.empty()) {
        const size_t end = std::min(query.find('&'), query.size());
        if (!query.starts_with("cursor=")) out += std::string(query.substr(0, end)) + "&";
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return out;
}

std::string csv_value(const json& item, const BodyMember& member) {
    const auto found = item.find(std::string(member.name));
    if (found == item.end() || found->is_null()) return "";
    if (found->is_number_integer() || found->is_boolean()) return found->dump();
    return text::csv_text(found->is_string() ? found->get_ref<const std::string&>() : found->dump());
}

}  // namespace

Listing::Listing(const Call& call) : call_(call), form_(list_form(call.request.header("accept"))) {
    if (const std::string* limit = call.query("limit")) {
        std::from_chars(limit->data(), limit->data() + limit->size(), limit_);
        limit_ = std::clamp<int64_t>(limit_, 1, longest_page);
    }
    if (const std::string* cursor = call.query("cursor")) {
        const auto text = security::from_base64url(*cursor);
        const std::string head = std::string(call.operation.id) + "\n";
        if (!text || !text->starts_with(head)) refuse(400, "The cursor is none of this list.");
        after_ = text->substr(head.size());
    }
}

int64_t Listing::after_number() const {
    int64_t out = 0;
    if (after_) std::from_chars(after_->data(), after_->data() + after_->size(), out);
    return out;
}

bool Listing::add(const json& item, std::string key) {
    if (static_cast<int64_t>(items_.size()) >= limit_) {
        more_ = true;
        return false;
    }
    items_.push_back(item);
    last_key_ = std::move(key);
    return true;
}

std::string Listing::csv() const {
    std::string out;
    for (const BodyMember& member : call_.operation.answer->members) {
        out += (out.empty() ? "" : ",") + std::string(member.name);
    }
    out += "\r\n";
    for (const json& item : items_) {
        bool first = true;
        for (const BodyMember& member : call_.operation.answer->members) {
            out += (first ? "" : ",") + csv_value(item, member);
            first = false;
        }
        out += "\r\n";
    }
    return out;
}

Response Listing::finish_json(const std::string& next) {
    json document = {{"items", std::move(items_)}, {"next", nullptr}};
    if (!next.empty()) document["next"] = next;
    return json_response(200, document);
}

Response Listing::finish() {
    const std::string next = more_ ? cursor_of(call_.operation, last_key_) : "";
    if (form_ == ListForm::json) {
        Response out = finish_json(next);
        out.headers.push_back({"Vary", "Accept"});
        return out;
    }
    std::string text;
    if (form_ == ListForm::csv) {
        text = csv();
    } else {
        for (const json& item : items_) text += item.dump() + "\n";
    }
    const char* type = form_ == ListForm::csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    Response out = make_response(200, type, std::move(text));
    out.headers.push_back({"Vary", "Accept"});
    if (!next.empty()) {
        const std::string query = without_cursor(call_.request.query) + "cursor=" + next;
        out.headers.push_back({"Link", "<" + call_.request.path + "?" + query + ">; rel=\"next\""});
    }
    return out;
}

}  // namespace samebill::api
