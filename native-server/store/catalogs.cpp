// SPDX-License-Identifier: MIT
#include "native-server/store/catalogs.h"

namespace samebill::store::catalogs {

namespace {

Version read_version(const Row& row) {
    Version out;
    out.catalog = row.text(0);
    out.version = row.text(1);
    out.published = row.integer(2) != 0;
    out.revision = row.integer(3);
    out.effective = row.maybe_text(4);
    out.sequence = row.maybe_integer(5);
    out.name = row.maybe_text(6);
    out.currency = row.text(7);
    out.digest = row.text(8);
    out.at = row.integer(9);
    out.by = row.text(10);
    out.published_at = row.maybe_integer(11);
    out.published_by = row.maybe_text(12);
    out.body = row.text(13);
    return out;
}

#define SAMEBILL_VERSION_COLUMNS                                                                                  \
    "catalog, version, published, revision, effective, sequence, name, currency, digest, at, by, published_at, " \
    "published_by"

}  // namespace

std::optional<Version> get(Transaction& transaction, std::string_view catalog, std::string_view version) {
    return transaction.first(
        "SELECT " SAMEBILL_VERSION_COLUMNS ", body FROM catalog_versions WHERE catalog = ? AND version = ?",
        read_version, catalog, version);
}

std::optional<Version> about(Transaction& transaction, std::string_view catalog, std::string_view version) {
    return transaction.first(
        "SELECT " SAMEBILL_VERSION_COLUMNS ", '' FROM catalog_versions WHERE catalog = ? AND version = ?", read_version,
        catalog, version);
}

std::optional<std::string> body_of(Transaction& transaction, std::string_view catalog, std::string_view version) {
    return transaction.first("SELECT body FROM catalog_versions WHERE catalog = ? AND version = ?",
                             [](const Row& row) { return row.text(0); }, catalog, version);
}

bool exists(Transaction& transaction, std::string_view catalog) {
    return transaction.any("SELECT 1 FROM catalogs WHERE id = ?", catalog);
}

void add_draft(Transaction& transaction, const Version& version) {
    transaction.run("INSERT OR IGNORE INTO catalogs (id, at, by) VALUES (?, ?, ?)", version.catalog, version.at,
                    version.by);
    transaction.run(
        "INSERT INTO catalog_versions (catalog, version, name, currency, body, digest, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        version.catalog, version.version, version.name, version.currency, version.body, version.digest, version.at,
        version.by);
}

void change_draft(Transaction& transaction, const Version& version) {
    transaction.run(
        "UPDATE catalog_versions SET revision = revision + 1, name = ?, currency = ?, body = ?, digest = ?, at = ?, "
        "by = ? WHERE catalog = ? AND version = ? AND published = 0 AND revision = ?",
        version.name, version.currency, version.body, version.digest, version.at, version.by, version.catalog,
        version.version, version.revision);
}

void drop_draft(Transaction& transaction, std::string_view catalog, std::string_view version) {
    transaction.run("DELETE FROM catalog_versions WHERE catalog = ? AND version = ? AND published = 0", catalog,
                    version);
    transaction.run(
        "DELETE FROM catalogs WHERE id = ? AND NOT EXISTS (SELECT 1 FROM catalog_versions WHERE catalog = ?)", catalog,
        catalog);
}

void publish(Transaction& transaction, std::string_view catalog, std::string_view version, std::string_view effective,
             int64_t at, std::string_view by) {
    const int64_t sequence =
        transaction
            .first("SELECT coalesce(max(sequence), 0) + 1 FROM catalog_versions WHERE catalog = ?",
                   [](const Row& row) { return row.integer(0); }, catalog)
            .value_or(1);
    transaction.run(
        "UPDATE catalog_versions SET published = 1, effective = ?, sequence = ?, published_at = ?, published_by = ? "
        "WHERE catalog = ? AND version = ? AND published = 0",
        effective, sequence, at, by, catalog, version);
    transaction.touch_subject("catalogs");
}

std::optional<std::string> currency_of(Transaction& transaction, std::string_view catalog) {
    return transaction.first("SELECT currency FROM catalog_versions WHERE catalog = ? ORDER BY published DESC LIMIT 1",
                             [](const Row& row) { return row.text(0); }, catalog);
}

bool is_only_version(Transaction& transaction, std::string_view catalog) {
    return !transaction.any("SELECT 1 FROM catalog_versions WHERE catalog = ? LIMIT 1 OFFSET 1", catalog);
}

void list(Transaction& transaction, std::string_view after, bool drafts,
          const std::function<bool(const std::string&)>& each) {
    transaction.each(
        "SELECT id FROM catalogs WHERE id > ? AND (? OR EXISTS (SELECT 1 FROM catalog_versions WHERE catalog = id "
        "AND published = 1)) ORDER BY id",
        [&](const Row& row) -> bool { return each(row.text(0)); }, after, drafts);
}

void list_versions(Transaction& transaction, std::string_view catalog, std::string_view after,
                   const std::function<bool(const Version&)>& each) {
    transaction.each("SELECT " SAMEBILL_VERSION_COLUMNS
                     ", '' FROM catalog_versions WHERE catalog = ? AND version > ? ORDER BY version",
                     [&](const Row& row) -> bool { return each(read_version(row)); }, catalog, after);
}

std::optional<std::string> by_date(Transaction& transaction, std::string_view catalog, std::string_view month) {
    return transaction.first(
        "SELECT version FROM catalog_versions WHERE catalog = ? AND published = 1 AND effective <= ? "
        "ORDER BY effective DESC, sequence DESC LIMIT 1",
        [](const Row& row) { return row.text(0); }, catalog, month);
}

std::optional<std::string> first_published(Transaction& transaction, std::string_view catalog) {
    return transaction.first(
        "SELECT version FROM catalog_versions WHERE catalog = ? AND published = 1 ORDER BY effective, sequence LIMIT 1",
        [](const Row& row) { return row.text(0); }, catalog);
}

std::optional<std::string> last_published(Transaction& transaction, std::string_view catalog) {
    return by_date(transaction, catalog, "9999-12");
}

}  // namespace samebill::store::catalogs
