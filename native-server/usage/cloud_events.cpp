// SPDX-License-Identifier: MIT
#include "native-server/usage/cloud_events.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/sha256.h"
#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/json.h"

namespace samebill::usage {

namespace {

constexpr std::string_view usage_type = "samebill.usage";
constexpr std::array<std::string_view, 9> attributes{
    "specversion", "type", "source", "id", "subject", "time", "datacontenttype", "dataschema", "data"};
constexpr std::array<std::string_view, 4> data_members{"kind", "start", "end", "quantity"};

template <size_t size>
bool only_has(const Json& object, const std::array<std::string_view, size>& names) {
    for (const Member& member : object.members()) {
        if (std::find(names.begin(), names.end(), member.name()) == names.end()) return false;
    }
    return true;
}

const Json* text_member(const Json& object, std::string_view name) {
    const Json* found = find_member(object, name);
    return found != nullptr && found->is_text() ? found : nullptr;
}

bool is_json_type(std::string_view type) {
    return type == "application/json" || type == "application/json; charset=utf-8";
}

// What is wrong with the envelope; what the data say is for the reader of records.
std::string_view fault_of(const Json& event) {
    if (!event.is_object()) return "an event must be a JSON object";
    if (!only_has(event, attributes)) return "the event has an attribute that usage does not need: leave it out";
    for (const char* name : {"specversion", "type", "source", "id", "subject"}) {
        const Json* found = text_member(event, name);
        if (found == nullptr || found->text().empty())
            return "specversion, type, source, id and subject must be there, as texts that are not empty";
    }
    if (find_member(event, "specversion")->text() != "1.0") return "specversion must be 1.0";
    if (find_member(event, "type")->text() != usage_type) return "type must be samebill.usage";
    for (const char* name : {"time", "datacontenttype", "dataschema"}) {
        if (find_member(event, name) != nullptr && text_member(event, name) == nullptr)
            return "time, datacontenttype and dataschema must be texts";
    }
    const Json* type = text_member(event, "datacontenttype");
    if (type != nullptr && !is_json_type(type->text())) return "datacontenttype must be application/json";
    const Json* data = find_member(event, "data");
    if (data == nullptr || !data->is_object() || !only_has(*data, data_members))
        return "data must be an object with kind, start, end and quantity, and nothing else";
    return {};
}

// The event as a line of NDJSON. What its values are is looked at by the reader; one that is missing or of another type
// is left out, so that the reader says so.
std::string line_of(const Json& event) {
    std::string line;
    CanonicalWriter writer(line);
    const Json& data = *find_member(event, "data");
    writer.begin_object();
    writer.member("device");
    writer.string(find_member(event, "subject")->text());
    if (const Json* end = text_member(data, "end")) {
        writer.member("end");
        writer.string(end->text());
    }
    writer.member("id");
    const std::string source = sha256_hex(find_member(event, "source")->text()).substr(0, 16);
    writer.string(std::string(find_member(event, "id")->text()) + "@" + source);
    if (const Json* kind = text_member(data, "kind")) {
        writer.member("kind");
        writer.string(kind->text());
    }
    const Json* quantity = find_member(data, "quantity");
    if (quantity != nullptr && quantity->is_natural()) {
        writer.member("quantity");
        writer.natural(quantity->natural());
    }
    if (const Json* start = text_member(data, "start")) {
        writer.member("start");
        writer.string(start->text());
    }
    writer.end_object();
    return line += "\n";
}

}  // namespace

Problems read_cloud_events(std::string_view text, bool batch, IncomingUpload& upload) {
    Document document;
    ProblemList problems;
    if (!parse_json(text, document, problems) || !problems.empty()) return problems.take();
    const Json& root = document.root;
    if (batch != root.is_list() || (!batch && !root.is_object())) {
        return {{"schema", "", batch ? "A batch is a list of events." : "An event is an object."}};
    }
    const std::span<const Json> events = batch ? root.elements() : std::span<const Json>(&root, 1);
    for (const Json& event : events) {
        const std::string_view fault = fault_of(event);
        if (fault.empty()) {
            upload.feed_line(line_of(event));
        } else {
            upload.reject_unread(fault, shown_text(canonical_form(event).value_or("")));
        }
    }
    return {};
}

}  // namespace samebill::usage
