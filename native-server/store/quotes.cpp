// SPDX-License-Identifier: MIT
#include "native-server/store/quotes.h"

#include "native-server/store/packed.h"

namespace samebill::store::quotes {

namespace {

#define SAMEBILL_QUOTE_COLUMNS                                                                                        \
    "v.quote, q.account, v.version, v.state, v.valid_from, v.valid_until, v.from_month, v.through_month, v.catalog, " \
    "v.catalog_version, v.digest, v.at, v.by, v.sent_at, v.sent_by, v.decided_at, v.decided_by, v.why, q.revision"
#define SAMEBILL_QUOTE_TABLES "quote_versions v JOIN quotes q ON q.id = v.quote"

Version read_head(const Row& row) {
    Version out;
    out.quote = row.text(0);
    out.account = row.text(1);
    out.version = row.integer(2);
    out.state = row.text(3);
    out.valid_from = row.text(4);
    out.valid_until = row.text(5);
    out.from_month = row.text(6);
    out.through_month = row.text(7);
    out.catalog = row.text(8);
    out.catalog_version = row.text(9);
    out.digest = row.text(10);
    out.at = row.integer(11);
    out.by = row.text(12);
    out.sent_at = row.maybe_integer(13);
    out.sent_by = row.maybe_text(14);
    out.decided_at = row.maybe_integer(15);
    out.decided_by = row.maybe_text(16);
    out.why = row.maybe_text(17);
    out.revision = row.integer(18);
    return out;
}

Version read_version(const Row& row) {
    Version out = read_head(row);
    out.body = unpack(row.view(19));
    return out;
}

Pin read_pin(const Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.integer(6), row.text(7)};
}

}  // namespace

std::optional<Quote> get(Transaction& transaction, std::string_view id) {
    return transaction.first(
        "SELECT id, account, version, revision, at, by FROM quotes WHERE id = ?",
        [](const Row& row) -> Quote {
            return {row.text(0), row.text(1), row.integer(2), row.integer(3), row.integer(4), row.text(5)};
        },
        id);
}

void add(Transaction& transaction, const Quote& quote) {
    transaction.run("INSERT INTO quotes (id, account, version, revision, at, by) VALUES (?, ?, ?, ?, ?, ?)", quote.id,
                    quote.account, quote.version, quote.revision, quote.at, quote.by);
}

void change(Transaction& transaction, const Quote& quote) {
    transaction.run("UPDATE quotes SET version = ?, revision = ? WHERE id = ?", quote.version, quote.revision,
                    quote.id);
}

std::optional<Version> version(Transaction& transaction, std::string_view quote, int64_t version) {
    return transaction.first("SELECT " SAMEBILL_QUOTE_COLUMNS ", v.body FROM " SAMEBILL_QUOTE_TABLES
                             " WHERE v.quote = ? AND v.version = ?",
                             read_version, quote, version);
}

std::optional<Version> last_version(Transaction& transaction, std::string_view quote, bool sent) {
    return transaction.first("SELECT " SAMEBILL_QUOTE_COLUMNS ", v.body FROM " SAMEBILL_QUOTE_TABLES
                             " WHERE v.quote = ? AND (NOT ? OR v.sent_at IS NOT NULL) ORDER BY v.version DESC LIMIT 1",
                             read_version, quote, sent);
}

void add_version(Transaction& transaction, const Version& version) {
    const std::string packed = pack(version.body);
    transaction.run(
        "INSERT INTO quote_versions (quote, version, state, valid_from, valid_until, from_month, through_month, "
        "catalog, catalog_version, digest, body, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.quote, version.version, version.state, version.valid_from, version.valid_until, version.from_month,
        version.through_month, version.catalog, version.catalog_version, version.digest, Blob{packed}, version.at,
        version.by);
}

void set_state(Transaction& transaction, const Version& version) {
    transaction.run(
        "UPDATE quote_versions SET state = ?, sent_at = ?, sent_by = ?, decided_at = ?, decided_by = ?, why = ? "
        "WHERE quote = ? AND version = ?",
        version.state, version.sent_at, version.sent_by, version.decided_at, version.decided_by, version.why,
        version.quote, version.version);
}

std::vector<Version> accepted_from(Transaction& transaction, std::string_view account, std::string_view month) {
    std::vector<Version> out;
    transaction.each("SELECT " SAMEBILL_QUOTE_COLUMNS " FROM " SAMEBILL_QUOTE_TABLES
                     " WHERE q.account = ? AND v.state = 'accepted' AND v.through_month >= ? ORDER BY v.quote",
                     [&](const Row& row) { out.push_back(read_head(row)); }, account, month);
    return out;
}

void list(Transaction& transaction, std::string_view after, const Filter& filter,
          const std::function<bool(const Version&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_QUOTE_COLUMNS " FROM " SAMEBILL_QUOTE_TABLES
        " WHERE v.quote > ?1 AND (?2 IS NULL OR q.account = ?2)"
        " AND (?6 IS NULL OR q.account IN (SELECT value FROM json_each(?6)))"
        " AND v.version = (SELECT max(version) FROM quote_versions w WHERE w.quote = v.quote"
        " AND (NOT ?3 OR w.sent_at IS NOT NULL))"
        " AND (?4 IS NULL OR ?4 = CASE WHEN v.state = 'sent' AND v.valid_until < ?5 THEN 'expired' ELSE v.state END)"
        " ORDER BY v.quote",
        [&](const Row& row) -> bool { return each(read_head(row)); }, after, filter.account, filter.sent, filter.state,
        filter.today, filter.among);
}

void list_versions(Transaction& transaction, std::string_view quote, int64_t after, bool sent,
                   const std::function<bool(const Version&)>& each) {
    transaction.each("SELECT " SAMEBILL_QUOTE_COLUMNS " FROM " SAMEBILL_QUOTE_TABLES
                     " WHERE v.quote = ? AND v.version > ? AND (NOT ? OR v.sent_at IS NOT NULL) ORDER BY v.version",
                     [&](const Row& row) -> bool { return each(read_head(row)); }, quote, after, sent);
}

void pin(Transaction& transaction, const Pin& pin) {
    transaction.run(
        "INSERT INTO catalog_pins (account, from_month, through_month, catalog, version, quote, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        pin.account, pin.from_month, pin.through_month, pin.catalog, pin.version, pin.quote, pin.at, pin.by);
    transaction.touch(pin.account);
}

void end_pins(Transaction& transaction, std::string_view account, std::string_view month) {
    transaction.run("DELETE FROM catalog_pins WHERE account = ? AND from_month >= ?", account, month);
    transaction.run(
        "UPDATE catalog_pins SET through_month = strftime('%Y-%m', ?2 || '-01', '-1 month') "
        "WHERE account = ?1 AND through_month >= ?2",
        account, month);
}

void list_pins(Transaction& transaction, std::string_view account, const std::function<void(const Pin&)>& each) {
    transaction.each(
        "SELECT account, from_month, through_month, catalog, version, quote, at, by FROM catalog_pins "
        "WHERE account = ? ORDER BY sequence",
        [&](const Row& row) { each(read_pin(row)); }, account);
}

std::optional<Pin> pin_in_force(Transaction& transaction, std::string_view account, std::string_view month) {
    return transaction.first(
        "SELECT account, from_month, through_month, catalog, version, quote, at, by FROM catalog_pins "
        "WHERE account = ?1 AND from_month <= ?2 AND through_month >= ?2 ORDER BY sequence DESC LIMIT 1",
        read_pin, account, month);
}

}  // namespace samebill::store::quotes
