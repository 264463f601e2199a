// SPDX-License-Identifier: MIT
#include "native-server/upkeep/fsck.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "native-server/runs/kept.h"
#include "native-server/security/signing.h"
#include "native-server/store/bills.h"
#include "native-server/store/failure.h"
#include "native-server/store/inspection.h"

namespace samebill::upkeep {

namespace bills = store::bills;
namespace inspection = store::inspection;
using inspection::Report;

namespace {

// The bill anew from the request and the usage that were kept with it.
void recompute(store::Database& database, const bills::Head& head, const Report& report) {
    const std::string subject = "bill " + std::to_string(head.number) + " of " + head.issuer;
    const auto kept =
        database.read([&](store::Transaction& t) { return runs::read_kept(t, head.account, head.month); });
    if (!kept) return report(subject, "is not found by its account and month");
    const Outcome outcome = runs::verify_kept(*kept);
    if (!outcome.ok) return report(subject, "cannot be computed from what was kept with it");
    if (!nlohmann::json::parse(outcome.text).at("matches").get<bool>()) {
        report(subject, "is not what its inputs come to");
    }
}

int64_t check_bills(store::Database& database, const security::KeyRing& ring, bool anew, const Report& report) {
    int64_t out = 0;
    const auto issuers = database.read([](store::Transaction& t) { return bills::issuers(t); });
    for (const bills::Issuer& issuer : issuers) {
        int64_t count = 0;
        for (const Problem& problem : runs::check_chain(database, ring, issuer.id, count)) {
            report("bills of " + issuer.id, problem.message);
        }
        out += count;
        for (int64_t number = 0; anew && number < count;) {
            constexpr int64_t at_once = 50;
            const auto some =
                database.read([&](store::Transaction& t) { return bills::of_issuer(t, issuer.id, number, at_once); });
            if (some.empty()) break;
            for (const bills::Bill& bill : some) recompute(database, bill.head, report);
            number = some.back().head.number;
        }
    }
    return out;
}

}  // namespace

Inspection inspect(store::Database& database, const std::string& keys, bool recompute_bills) {
    Inspection out;
    const Report report = [&](const std::string& subject, const std::string& message) {
        constexpr size_t most = 1000;
        ++out.found;
        if (out.findings.size() < most) out.findings.push_back({subject, message});
    };
    database.read([&](store::Transaction& t) {
        inspection::check_file(t, report);
        // A file that is damaged says nothing more that could be relied on.
        if (out.found > 0) return;
        out.counted["audit_rows"] = inspection::check_audit(t, report);
        out.counted["catalog_versions"] = inspection::check_catalogs(t, report);
        out.counted["accounts"] = inspection::check_accounts(t, report);
        out.counted["usage_records"] = inspection::check_usage(t, report);
    });
    if (out.found > 0) return out;
    if (!std::filesystem::is_directory(keys) || std::filesystem::is_empty(keys)) {
        report(keys, "is not there: no signature can be checked");
        return out;
    }
    try {
        const auto ring = security::KeyRing::open(keys, 0);
        out.counted["final_bills"] = check_bills(database, *ring, recompute_bills, report);
    } catch (const store::Damaged& damaged) {
        report("bills", damaged.what());
    }
    return out;
}

}  // namespace samebill::upkeep
