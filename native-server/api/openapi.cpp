// SPDX-License-Identifier: MIT
#include "native-server/api/openapi.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/assert.h"
#include "native-server/api/body.h"
#include "native-server/api/query.h"
#include "native-server/api/reads.h"
#include "native-server/version.h"

namespace samebill::api {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view schema_urn = "urn:samebill:schema:";
constexpr std::string_view schema_place = "#/components/schemas/";

// "urn:samebill:schema:common:1#/$defs/id" as a place in the description; `own`: the schema that "#/…" is about.
std::string placed(std::string_view reference, std::string_view own) {
    if (reference.starts_with(schema_urn)) {
        reference.remove_prefix(schema_urn.size());
        const size_t end = reference.find(':');
        const size_t fragment = std::min(reference.find('#'), reference.size());
        std::string out = std::string(schema_place) + std::string(reference.substr(0, end));
        if (fragment < reference.size()) out += reference.substr(fragment + 1);
        return out;
    }
    if (own.empty() || !reference.starts_with('#')) return std::string(reference);
    return std::string(schema_place) + std::string(own) + std::string(reference.substr(1));
}

void place_references(Json& schema, std::string_view own) {
    std::vector<Json*> open = {&schema};
    while (!open.empty()) {
        Json& value = *open.back();
        open.pop_back();
        if (value.is_object() && value.contains("$ref") && value["$ref"].is_string()) {
            value["$ref"] = placed(value["$ref"].get<std::string>(), own);
        }
        if (value.is_structured()) {
            for (Json& part : value) open.push_back(&part);
        }
    }
}

class Description {
public:
    Description(const std::vector<Operations>& tables, bool open_catalogs) : open_catalogs_(open_catalogs) {
        for (const auto& [name, text] : embedded_schemas()) {
            Json schema = Json::parse(text);
            schema.erase("$id");
            schema.erase("$schema");
            place_references(schema, name);
            schemas_[std::string(name)] = std::move(schema);
        }
        for (const Operations& table : tables) {
            for (const Operation& operation : table) add(operation);
        }
    }

    std::string text() {
        Json out = {{"openapi", "3.1.0"},
                    {"info",
                     {{"title", "Samebill"},
                      {"version", version},
                      {"description",
                       "Bills for connected devices. Errors are RFC 9457 problems; money and numbers that may pass "
                       "2^53 are text; lists go on with `cursor`; edits need If-Match."},
                      {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}}};
        Json tags = Json::array();
        for (const std::string& tag : tags_) tags.push_back({{"name", tag}});
        out["tags"] = std::move(tags);
        out["paths"] = std::move(paths_);
        out["components"] = {{"schemas", std::move(schemas_)},
                             {"securitySchemes",
                              {{"key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "an API key"}}},
                               {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-samebill"}}}}}};
        return out.dump();
    }

private:
    void add(const Operation& operation) {
        if (std::find(tags_.begin(), tags_.end(), operation.tag) == tags_.end()) tags_.emplace_back(operation.tag);
        Json entry = {{"operationId", operation.id},
                      {"tags", {operation.tag}},
                      {"summary", operation.summary},
                      {"x-roles", roles_of(operation)},
                      {"x-tenant", operation.tenant == Tenant::account ? "account" : "none"}};
        Json parameters = parameters_of(operation);
        if (!parameters.empty()) entry["parameters"] = std::move(parameters);
        if (operation.body != BodyKind::none) entry["requestBody"] = body_of(operation);
        entry["responses"] = responses_of(operation);
        entry["security"] = is_open(operation) ? Json::array({Json::object(), {{"key", Json::array()}}})
                                                : Json::array({{{"key", Json::array()}}, {{"session", Json::array()}}});
        std::string method(operation.method);
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        paths_[std::string(operation.path)][method] = std::move(entry);
    }

    bool is_open(const Operation& operation) const {
        return operation.anonymous || (operation.open_catalog && open_catalogs_);
    }

    Json roles_of(const Operation& operation) const {
        Json out = Json::array();
        const bool open = is_open(operation);
        if (open) out.push_back("anonymous");
        for (const Role role : security::all_roles) {
            if (open || operation.roles.has(role)) out.push_back(security::role_name(role));
        }
        return out;
    }

    static Json id_schema() { return {{"$ref", "#/components/schemas/common/$defs/id"}}; }

    static Json parameter(const QueryParameter& one) {
        BodyMember member;
        member.form = one.form;
        member.names = one.names;
        Json schema = schema_of(member);
        place_references(schema, "");
        return {{"name", one.name},
                {"in", "query"},
                {"required", one.required},
                {"description", one.description},
                {"schema", std::move(schema)}};
    }

    static Json header(std::string_view name, bool required, std::string_view description) {
        return {{"name", name},
                {"in", "header"},
                {"required", required},
                {"description", description},
                {"schema", {{"type", "string"}}}};
    }

    static Json parameters_of(const Operation& operation) {
        Json out = Json::array();
        std::string_view path = operation.path;
        for (size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
            const size_t close = path.find('}', open);
            out.push_back({{"name", path.substr(open + 1, close - open - 1)},
                           {"in", "path"},
                           {"required", true},
                           {"schema", id_schema()}});
            path.remove_prefix(close);
        }
        for (const QueryParameter& one : operation.query) out.push_back(parameter(one));
        if (operation.list) {
            for (const QueryParameter& one : list_parameters) out.push_back(parameter(one));
        }
        if (operation.if_match) out.push_back(header("If-Match", true, "the ETag that was read"));
        if (may_be_staff_read(operation)) {
            out.push_back(header("X-Samebill-Reason", false, "why staff reads customers' data; for the audit log"));
        }
        if (operation.stores) {
            out.push_back(header("Idempotency-Key", false, "the same key with the same request gives the same answer"));
        }
        return out;
    }

    Json form_schema(const BodyForm& form) {
        const std::string name(form.name);
        Json schema = schema_of(form);
        place_references(schema, "");
        const auto [known, added] = forms_.emplace(name, schema);
        // A name stands for one form, and for no document.
        SAMEBILL_ASSERT(added != schemas_.contains(name) && (added || known->second == schema));
        if (added) {
            schemas_[name] = std::move(schema);
            for (const BodyMember& member : form.members) {
                if (member.object != nullptr) form_schema(*member.object);
            }
        }
        return {{"$ref", std::string(schema_place) + name}};
    }

    Json schema(const BodyForm* form, std::string_view document) {
        if (form != nullptr) return form_schema(*form);
        if (!document.empty()) return {{"$ref", std::string(schema_place) + std::string(document)}};
        return Json::object();
    }

    Json body_of(const Operation& operation) {
        Json one = schema(operation.form, operation.document);
        Json content = Json::object();
        if (operation.body == BodyKind::records) {
            content["application/x-ndjson"] = {{"schema", one}};
            content["text/csv"] = {{"schema", {{"type", "string"}}}};
            content["application/json"] = {{"schema", {{"anyOf", {one, {{"type", "array"}, {"items", one}}}}}}};
        } else {
            content["application/json"] = {{"schema", std::move(one)}};
        }
        return {{"required", true}, {"content", std::move(content)}};
    }

    Json answer_of(const Operation& operation) {
        if (operation.status == 204) return {{"description", "Done; there is nothing to say."}};
        Json content = Json::object();
        Json one = schema(operation.answer, operation.answer_document);
        if (operation.list) {
            content["application/json"] = {
                {"schema",
                 {{"type", "object"},
                  {"required", {"items", "next"}},
                  {"properties",
                   {{"items", {{"type", "array"}, {"items", one}}}, {"next", {{"type", {"string", "null"}}}}}}}}};
            content["application/x-ndjson"] = {{"schema", std::move(one)}};
            content["text/csv"] = {{"schema", {{"type", "string"}}}};
        } else {
            content[std::string(operation.answer_type)] = {{"schema", std::move(one)}};
        }
        return {{"description", "What was asked for."}, {"content", std::move(content)}};
    }

    Json responses_of(const Operation& operation) {
        Json out = Json::object();
        out[std::to_string(operation.status)] = answer_of(operation);
        if (operation.other_status != 0) out[std::to_string(operation.other_status)] = answer_of(operation);
        const Json problem = {
            {"description", "A refusal."},
            {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
        std::set<int> statuses = {400, 429, 503};
        if (!is_open(operation)) statuses.insert({401, 403});
        if (operation.path.find('{') != std::string_view::npos) statuses.insert(404);
        if (operation.body != BodyKind::none) statuses.insert({408, 411, 413, 415, 422});
        if (operation.if_match) statuses.insert({412, 428});
        if (operation.computes) statuses.insert({409, 422});
        if (operation.stores || operation.if_match) statuses.insert({409, 507});
        for (const int status : statuses) out[std::to_string(status)] = problem;
        out["default"] = problem;
        return out;
    }

    const bool open_catalogs_;
    Json paths_ = Json::object();
    std::map<std::string, Json> forms_;
    Json schemas_ = Json::object();
    std::vector<std::string> tags_;
};

}  // namespace

std::string openapi_document(const std::vector<Operations>& tables, bool open_catalogs) {
    return Description(tables, open_catalogs).text();
}

}  // namespace samebill::api
