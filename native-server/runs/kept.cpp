// SPDX-License-Identifier: MIT
#include "native-server/runs/kept.h"

#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "native-server/runs/texts.h"
#include "native-server/security/final_bill.h"
#include "native-server/store/packed.h"

namespace samebill::runs {

namespace {

constexpr int64_t bills_at_once = 64;
constexpr std::string_view empty_usage = R"("usage":[]})";
constexpr size_t named_faults = 100;

Inputs inputs_of(const KeptBill& kept, StoredUsage& usage) {
    Inputs out;
    out.request = kept.request;
    out.table = &usage.table;
    return out;
}

security::FinalBill final_bill_of(const store::bills::Head& head, const std::string& bill) {
    security::FinalBill out;
    out.number = head.number;
    out.issuer = head.issuer;
    out.issued_at = format_instant(head.issued_at);
    out.due_on = head.due_on;
    out.previous = head.previous.value_or("");
    out.bill = bill;
    return out;
}

// What stands against one bill of a chain.
void check_link(const store::bills::Bill& stored, const store::bills::Issuer& before,
                const std::vector<security::PublicKey>& keys, Problems& problems) {
    const store::bills::Head& head = stored.head;
    const auto fail = [&](const char* code, const std::string& what) {
        if (problems.size() >= named_faults) return;
        problems.push_back({code, "/" + std::to_string(head.number),
                            "Bill " + std::to_string(head.number) + " of " + head.issuer + " " + what + "."});
    };
    if (head.number != before.next_number) fail("gap", "follows " + std::to_string(before.next_number - 1));
    if (head.previous.value_or("") != before.last_digest.value_or("")) fail("chain", "does not name the one before");
    std::string document;
    try {
        document = final_bill_text(head, store::unpack(stored.bill));
    } catch (const store::Damaged& damaged) {
        fail("damaged", std::string("cannot be read: ") + damaged.what());
        return;
    }
    if (security::chain_digest(document) != head.digest) fail("digest", "has another digest than was kept");
    std::string why;
    const auto read = security::read_final_bill(document, why);
    if (!read) {
        fail("damaged", why);
        return;
    }
    const security::FinalBillCheck check = security::check_final_bill(*read, keys);
    if (!check.digest) fail("bill_digest", "holds a bill that does not state its own digest");
    if (check.signature != security::SignatureCheck::valid) {
        fail("signature", "has a signature that is " + std::string(security::word_of(check.signature)));
    }
}

}  // namespace

std::optional<KeptBill> read_kept(store::Transaction& transaction, std::string_view account, std::string_view month) {
    auto bill = store::bills::find(transaction, account, month);
    const auto request = store::bills::request_of(transaction, account, month);
    if (!bill || !request) return std::nullopt;
    KeptBill out;
    out.head = std::move(bill->head);
    out.bill = store::unpack(bill->bill);
    out.request = store::unpack(*request);
    const bool first = !store::bills::find_head(transaction, account, month_before(month));
    out.usage = store::billing::usage(transaction, account, first ? "" : month, month, out.head.usage_through);
    return out;
}

std::string final_bill_text(const store::bills::Head& head, const std::string& bill) {
    return security::signed_document(security::payload_of(final_bill_of(head, bill)), head.signature);
}

Outcome explain_kept(const KeptBill& kept, int64_t line) {
    const auto usage = fill_usage(kept.usage);
    return explain(inputs_of(kept, *usage), {}, line);
}

Outcome verify_kept(const KeptBill& kept) {
    const auto usage = fill_usage(kept.usage);
    return verify(inputs_of(kept, *usage), kept.bill);
}

bool RequestPieces::next(std::string& piece) {
    if (ended_) return false;
    const std::string& request = kept_->request;
    SAMEBILL_ASSERT(request.ends_with(empty_usage));
    if (!begun_) {
        begun_ = true;
        piece = request.substr(0, request.size() - 2);
        return true;
    }
    if (at_ == kept_->usage.chunks.size()) {
        ended_ = true;
        piece = "]}";
        return true;
    }
    piece = sessions_json(kept_->usage.chunks[at_]);
    if (at_ > 0) piece.insert(0, 1, ',');
    ++at_;
    return true;
}

Problems check_chain(const store::Database& database, const security::KeyRing& keys, const std::string& issuer,
                     int64_t& bills) {
    const auto known = security::read_jwks(keys.jwks());
    SAMEBILL_ASSERT(known.has_value());
    Problems problems;
    store::bills::Issuer before;
    before.id = issuer;
    bills = 0;
    for (;;) {
        const auto some = database.read([&](store::Transaction& transaction) {
            return store::bills::of_issuer(transaction, issuer, before.next_number - 1, bills_at_once);
        });
        if (some.empty()) break;
        for (const store::bills::Bill& bill : some) {
            check_link(bill, before, *known, problems);
            before.next_number = bill.head.number + 1;
            before.last_digest = bill.head.digest;
            ++bills;
        }
    }
    // A bill that came since has a number from the next one on.
    const auto end = database.read([&](store::Transaction& transaction) {
        const bool more = !store::bills::of_issuer(transaction, issuer, before.next_number - 1, 1).empty();
        return std::pair(more, store::bills::find_issuer(transaction, issuer));
    });
    if (!end.first && (end.second.next_number != before.next_number || end.second.last_digest != before.last_digest)) {
        problems.push_back({"end", "", "The last bill of " + issuer + " is not the one that was issued last."});
    }
    return problems;
}

}  // namespace samebill::runs
