// SPDX-License-Identifier: MIT
#include "native-server/api/resources/catalogs.h"

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/engine.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/second_person.h"
#include "native-server/store/catalogs.h"
#include "native-server/text/document_diff.h"

namespace samebill::api {

namespace catalogs = store::catalogs;
using catalogs::Version;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember version_members[] = {
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "version", .form = ValueForm::id, .required = true},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "draft published"},
    {.name = "effective", .form = ValueForm::month, .description = "the first month it may be used for"},
    {.name = "name", .description = "of the catalog"},
    {.name = "currency", .required = true},
    {.name = "digest", .form = ValueForm::digest, .required = true, .description = "of the catalog document"},
    {.name = "at", .form = ValueForm::instant, .required = true, .description = "of the last change"},
    {.name = "by", .required = true},
    {.name = "published_at", .form = ValueForm::instant},
    {.name = "published_by"},
    {.name = "document", .form = ValueForm::document, .document = "catalog"}};
constexpr BodyForm version_form{"CatalogVersion", "a version of a catalog", version_members};

constexpr BodyMember catalog_members[] = {{.name = "id", .form = ValueForm::id, .required = true}};
constexpr BodyForm catalog_form{"Catalog", "a catalog by its id", catalog_members};

constexpr BodyMember publication_members[] = {{.name = "effective",
                                               .form = ValueForm::month,
                                               .required = true,
                                               .description = "the first month it may be used for"}};
constexpr BodyForm publication_form{"Publication", "when a version comes into use", publication_members};

constexpr BodyMember difference_members[] = {
    {.name = "path", .required = true, .description = "JSON Pointer; elements of lists by id"},
    {.name = "old", .form = ValueForm::any, .description = "left out: it was not there"},
    {.name = "new", .form = ValueForm::any, .description = "left out: it is not there any more"}};
constexpr BodyForm difference_form{"Difference", "one place where two documents differ", difference_members};
constexpr BodyMember diff_members[] = {
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "from", .form = ValueForm::id, .required = true, .description = "version"},
    {.name = "to", .form = ValueForm::id, .required = true, .description = "version"},
    {.name = "differences", .form = ValueForm::object, .required = true, .object = &difference_form, .list = true}};
constexpr BodyForm diff_form{"CatalogDiff", "how two versions of a catalog differ", diff_members};

constexpr QueryParameter diff_query[] = {
    {.name = "from", .form = ValueForm::id, .description = "the older version", .required = true},
    {.name = "to", .form = ValueForm::id, .description = "the newer version", .required = true}};

json json_of(const Version& version) {
    json out = {{"catalog", version.catalog},
                {"version", version.version},
                {"currency", version.currency},
                {"digest", version.digest},
                {"at", format_instant(version.at)},
                {"by", version.by},
                {"state", version.published ? "published" : "draft"}};
    if (version.name) out["name"] = *version.name;
    if (version.effective) out["effective"] = *version.effective;
    if (version.published_at) out["published_at"] = format_instant(*version.published_at);
    if (version.published_by) out["published_by"] = *version.published_by;
    if (!version.body.empty()) out["document"] = json::parse(version.body);
    return out;
}

// Drafts are the provider's own affair.
bool sees_drafts(const Call& call) {
    return call.principal.roles.meets({Role::operator_, Role::sales, Role::approver, Role::auditor});
}

std::string tag_of(const Version& version) {
    return version.published ? "\"" + version.digest + "\"" : entity_tag(version.revision);
}

Response answer(const Version& version, int status = 200) {
    Response out = json_response(status, json_of(version));
    out.headers.push_back({"ETag", tag_of(version)});
    return out;
}

// What the body of a request says, as a draft of the version in the path.
Version read_draft(const Call& call) {
    Version out;
    out.catalog = call.parameter("catalog");
    out.version = call.parameter("version");
    out.body = checked_document(call.request.body, "catalog");
    const json document = json::parse(out.body);
    if (document.at("id") != out.catalog) refuse(422, "id", "/id", "The id must be that of the path.");
    if (document.value("version", "") != out.version) {
        refuse(422, "version", "/version", "The version must be that of the path.");
    }
    out.currency = document.at("currency");
    if (document.contains("name")) out.name = document.at("name");
    out.digest = digest_of_text(out.body);
    out.at = call.now;
    out.by = call.principal.id;
    return out;
}

store::audit::Entry entry_of(const Call& call, std::string action, const Version& version) {
    store::audit::Entry out = call.entry(std::move(action), version.catalog + "/" + version.version);
    json after = json_of(version);
    after.erase("document");
    out.after = after.dump();
    return out;
}

Response list_catalogs(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        catalogs::list(t, list.after().value_or(""), sees_drafts(call), [&](const std::string& id) {
            return list.add({{"id", id}}, id);
        });
    });
    return list.finish();
}

Response list_versions(Call& call) {
    Listing list(call);
    const bool drafts = sees_drafts(call);
    call.read([&](Transaction& t) {
        if (!catalogs::exists(t, call.parameter("catalog"))) refuse(404);
        catalogs::list_versions(t, call.parameter("catalog"), list.after().value_or(""), [&](const Version& version) {
            return (!version.published && !drafts) || list.add(json_of(version), version.version);
        });
    });
    return list.finish();
}

Version seen_version(const Call& call, const std::string& name) {
    const auto version = call.read([&](Transaction& t) { return catalogs::get(t, call.parameter("catalog"), name); });
    if (!version || (!version->published && !sees_drafts(call))) refuse(404);
    return *version;
}

Response get_version(Call& call) {
    return answer(seen_version(call, call.parameter("version")));
}

// Makes a draft, or changes one: then If-Match must name what was read.
Response put_version(Call& call) {
    Version draft = read_draft(call);
    return call.write([&](Transaction& t) {
        const auto before = catalogs::about(t, draft.catalog, draft.version);
        const auto currency = catalogs::currency_of(t, draft.catalog);
        if (before && before->published) refuse(409, "This version is published and does not change any more.");
        if (currency && *currency != draft.currency && !(before && catalogs::is_only_version(t, draft.catalog))) {
            refuse(422, "currency", "/currency", "All versions of a catalog have one currency.");
        }
        store::audit::Entry entry = entry_of(call, before ? "catalog.edit" : "catalog.draft", draft);
        if (before) {
            require_match(call, before->revision);
            entry.before = json_of(*before).dump();
            draft.revision = before->revision;
            catalogs::change_draft(t, draft);
            draft.revision++;
        } else {
            if (!call.request.header("if-match").empty()) refuse(412);
            catalogs::add_draft(t, draft);
        }
        store::audit::add(t, entry);
        return answer(draft, before ? 200 : 201);
    });
}

Response delete_version(Call& call) {
    return call.write([&](Transaction& t) {
        const auto version = catalogs::about(t, call.parameter("catalog"), call.parameter("version"));
        if (!version) refuse(404);
        if (version->published) refuse(409, "A published version stays.");
        require_match(call, version->revision);
        catalogs::drop_draft(t, version->catalog, version->version);
        store::audit::Entry entry = call.entry("catalog.drop", version->catalog + "/" + version->version);
        entry.before = json_of(*version).dump();
        store::audit::add(t, entry);
        Response out;
        out.status = 204;
        return out;
    });
}

Response publish(Call& call) {
    const std::string effective = call.body.at("effective");
    return call.write([&](Transaction& t) {
        auto version = catalogs::get(t, call.parameter("catalog"), call.parameter("version"));
        if (!version) refuse(404);
        if (version->published) refuse(409, "This version is published.");
        require_match(call, version->revision);
        require_second_person(call, t, version->by, "A second person publishes what the first has drafted.");
        catalogs::publish(t, version->catalog, version->version, effective, call.now, call.principal.id);
        version = catalogs::get(t, version->catalog, version->version);
        store::audit::add(t, entry_of(call, "catalog.publish", *version));
        return answer(*version);
    });
}

Response diff_versions(Call& call) {
    const Version from = seen_version(call, *call.query("from"));
    const Version to = seen_version(call, *call.query("to"));
    const json differences = text::differences(json::parse(from.body), json::parse(to.body));
    const bool to_read = call.request.header("accept").starts_with("text/plain");
    Response out = to_read
                       ? make_response(200, "text/plain; charset=utf-8", text::catalog_differences_text(differences))
                       : json_response(200, {{"catalog", from.catalog},
                                             {"from", from.version},
                                             {"to", to.version},
                                             {"differences", differences}});
    out.headers.push_back({"Vary", "Accept"});
    return out;
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::sales,          Role::operator_,
                           Role::approver,        Role::auditor,        Role::privacy_officer};
constexpr Roles writers = {Role::operator_, Role::sales};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/catalogs",
     .id = "listCatalogs",
     .tag = "catalogs",
     .summary = "The catalogs by id.",
     .roles = readers,
     .answer = &catalog_form,
     .list = true,
     .open_catalog = true,
     .handle = list_catalogs},
    {.method = "GET",
     .path = "/v1/catalogs/{catalog}/versions",
     .id = "listCatalogVersions",
     .tag = "catalogs",
     .summary = "The versions of a catalog; drafts are shown to the provider alone.",
     .roles = readers,
     .answer = &version_form,
     .list = true,
     .open_catalog = true,
     .handle = list_versions},
    {.method = "GET",
     .path = "/v1/catalogs/{catalog}/versions/{version}",
     .id = "getCatalogVersion",
     .tag = "catalogs",
     .summary = "A version with its document.",
     .roles = readers,
     .answer = &version_form,
     .open_catalog = true,
     .handle = get_version},
    {.method = "PUT",
     .path = "/v1/catalogs/{catalog}/versions/{version}",
     .id = "putCatalogVersion",
     .tag = "catalogs",
     .summary = "Makes a draft, or changes one (with If-Match).",
     .roles = writers,
     .body = BodyKind::document,
     .document = "catalog",
     .other_status = 201,
     .answer = &version_form,
     .handle = put_version},
    {.method = "DELETE",
     .path = "/v1/catalogs/{catalog}/versions/{version}",
     .id = "deleteCatalogVersion",
     .tag = "catalogs",
     .summary = "Takes a draft away.",
     .roles = writers,
     .status = 204,
     .if_match = true,
     .handle = delete_version},
    {.method = "POST",
     .path = "/v1/catalogs/{catalog}/versions/{version}:publish",
     .id = "publishCatalogVersion",
     .tag = "catalogs",
     .summary = "Publishes a draft for good, from a month on.",
     .roles = {Role::approver},
     .body = BodyKind::form,
     .form = &publication_form,
     .answer = &version_form,
     .stores = true,
     .if_match = true,
     .handle = publish},
    {.method = "GET",
     .path = "/v1/catalogs/{catalog}/diff",
     .id = "diffCatalogVersions",
     .tag = "catalogs",
     .summary = "How two versions differ, place by place; as plain text to be read, plan by plan.",
     .roles = readers,
     .query = diff_query,
     .answer = &diff_form,
     .open_catalog = true,
     .handle = diff_versions},
};

}  // namespace

Operations catalog_operations() {
    return operations;
}

}  // namespace samebill::api
