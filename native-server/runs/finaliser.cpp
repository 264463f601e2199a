// SPDX-License-Identifier: MIT
#include "native-server/runs/finaliser.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/api.h"
#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "core/base/sha256.h"
#include "native-server/runs/run_item.h"
#include "native-server/runs/texts.h"
#include "native-server/security/final_bill.h"
#include "native-server/store/accounts.h"
#include "native-server/store/audit.h"
#include "native-server/store/corrections.h"
#include "native-server/store/packed.h"

namespace samebill::runs {

using store::Transaction;

namespace {

constexpr int64_t batch_size = 64;

const std::string system_name = "system";

// The draft as it comes out of the store; nothing if it is not what was computed and approved, or of other rules.
std::optional<std::string> sound_bill(const std::string& packed, const store::runs::Item& item) {
    try {
        std::string bill = store::unpack(packed);
        const bool sound = bill_member(bill, "rules") == rules_version && bill_member(bill, "digest") == *item.digest &&
                           "sha256:" + sha256_hex(without_digest(bill)) == *item.digest;
        return sound ? std::optional(std::move(bill)) : std::nullopt;
    } catch (const store::Damaged&) {
        return std::nullopt;
    }
}

}  // namespace

void DraftGenerations::put(const std::string& run, const std::string& account, Generation generation) {
    const std::lock_guard lock(mutex_);
    runs_[run][account] = generation;
}

bool DraftGenerations::holds(const std::string& run, const std::string& account, Generation now) const {
    const std::lock_guard lock(mutex_);
    const auto of_run = runs_.find(run);
    if (of_run == runs_.end()) return false;
    const auto found = of_run->second.find(account);
    return found != of_run->second.end() && found->second.account == now.account &&
           found->second.catalogs == now.catalogs;
}

void DraftGenerations::forget(const std::string& run) {
    const std::lock_guard lock(mutex_);
    runs_.erase(run);
}

bool Finaliser::inputs_changed(Transaction& transaction, const store::runs::Run& run, const Ready& ready) const {
    if (generations_.holds(run.id, ready.account.id, ready.generation)) return false;
    const DraftInputs now = read_draft(transaction, database_, run, ready.account.id);
    if (now.due || !now.outcome.state.empty()) return true;
    return inputs_digest(request_text(now.inputs.parts), now.inputs.rows.through) != ready.item.inputs;
}

Finaliser::Ready Finaliser::read_item(Transaction& transaction, const store::runs::Run& run,
                                      const std::string& account) {
    Ready out;
    out.item = *store::runs::find_item(transaction, run.id, account);
    out.account = *store::accounts::get(transaction, account);
    out.packed_bill = store::runs::bill_of_item(transaction, run.id, account).value_or("");
    out.generation = {database_.generation(account), database_.subject_generation("catalogs")};
    out.changed = out.packed_bill.empty() || inputs_changed(transaction, run, out);
    return out;
}

Finaliser::Issued Finaliser::issue(const store::runs::Run& run, const Ready& ready,
                                   store::bills::Issuer& issuer) const {
    security::FinalBill bill;
    bill.number = issuer.next_number;
    bill.issuer = issuer.id;
    bill.issued_at = format_instant(*run.finalised_at);
    bill.due_on = format_date(date_at(*run.finalised_at) + static_cast<Date>(ready.account.payment_days));
    bill.previous = issuer.last_digest.value_or("");
    bill.bill = ready.bill;
    const std::string payload = security::payload_of(bill);
    const std::string signature = keys_.sign(payload);
    Issued out;
    out.generation = ready.generation.account;
    out.head.issuer = issuer.id;
    out.head.number = bill.number;
    out.head.account = ready.account.id;
    out.head.month = run.month;
    out.head.run = run.id;
    out.head.issued_at = *run.finalised_at;
    out.head.due_on = bill.due_on;
    out.head.currency = *ready.item.currency;
    out.head.amount_due = *ready.item.amount_due;
    if (!bill.previous.empty()) out.head.previous = bill.previous;
    out.head.digest = security::chain_digest(security::signed_document(payload, signature));
    out.head.bill_digest = *ready.item.digest;
    out.head.signature = signature;
    out.head.key_id = security::key_of(signature);
    out.head.usage_through = *ready.item.usage_through;
    out.head.catalog_version = *ready.item.catalog_version;
    out.head.rules = rules_version;
    issuer.next_number++;
    issuer.last_digest = out.head.digest;
    return out;
}

void Finaliser::write_bill(Transaction& transaction, const store::runs::Run& run, const Issued& issued) const {
    const store::bills::Head& head = issued.head;
    store::bills::add_from_item(transaction, head);
    const bool moved = store::runs::put_final(transaction, run.id, head.account, head.number);
    SAMEBILL_ASSERT(moved);
    store::accounts::set_billed_through(transaction, head.account, head.month);
    for (const auto& correction : store::corrections::of_state(transaction, head.account, "open")) {
        store::corrections::set_state(transaction, correction.id, "billed", head.month);
    }
    transaction.touch(head.account);
    store::audit::Entry entry{*run.finalised_at, run.finalised_by.value_or(system_name), "bill.finalise",
                              head.account + "/" + head.month, head.account};
    const nlohmann::json after = {{"number", head.number},
                                  {"issuer", head.issuer},
                                  {"digest", head.digest},
                                  {"amount_due", head.amount_due},
                                  {"run", run.id}};
    entry.after = after.dump();
    store::audit::add(transaction, entry);
}

// The account is another than the one whose draft was approved: it is computed again and wants approval again.
void Finaliser::take_back_approval(Transaction& transaction, const store::runs::Run& run,
                                   const store::runs::Item& item) {
    if (!store::runs::move_item(transaction, run.id, item.account, "approved", "waiting", *run.finalised_at,
                                system_name)) {
        return;
    }
    store::audit::Entry entry{*run.finalised_at, std::string(system_name), "run.take_back_item",
                              run.id + "/" + item.account, item.account};
    const nlohmann::json before = {{"state", "approved"},
                                   {"amount_due", item.amount_due.value_or("")},
                                   {"digest", item.digest.value_or("")},
                                   {"decided_by", item.decided_by.value_or("")}};
    entry.before = before.dump();
    entry.why = "The account has changed since its draft was approved.";
    store::audit::add(transaction, entry);
}

std::optional<int64_t> Finaliser::finalise_batch(const store::runs::Run& run, std::string& after) {
    std::vector<Ready> batch;
    std::map<std::string, store::bills::Issuer> before;
    database_.read([&](Transaction& transaction) {
        for (const std::string& account :
             store::runs::accounts_of_items(transaction, run.id, "approved", after, batch_size)) {
            batch.push_back(read_item(transaction, run, account));
            const std::string& issuer = batch.back().account.issuer;
            if (!before.contains(issuer)) before[issuer] = store::bills::find_issuer(transaction, issuer);
        }
    });
    if (batch.empty()) return std::nullopt;
    std::map<std::string, store::bills::Issuer> now = before;
    std::vector<Issued> issued;
    for (Ready& ready : batch) {
        if (ready.changed) continue;
        auto bill = sound_bill(ready.packed_bill, ready.item);
        ready.changed = !bill;
        ready.bill = std::move(bill).value_or("");
    }
    for (const Ready& ready : batch) {
        if (!ready.changed) issued.push_back(issue(run, ready, now[ready.account.issuer]));
    }
    const bool written = database_.write([&](Transaction& transaction) {
        // An account touched since it was read may have other inputs: the batch is read anew.
        for (const Issued& one : issued) {
            if (database_.generation(one.head.account) != one.generation) return false;
        }
        if (!batch.empty() && database_.subject_generation("catalogs") != batch.front().generation.catalogs)
            return false;
        const auto current = store::runs::find(transaction, run.id);
        if (!current || current->state != "finalising") {
            issued.clear();
            return true;
        }
        for (const auto& [id, issuer] : before) {
            const int64_t count = now[id].next_number - issuer.next_number;
            if (count > 0 && !store::bills::advance(transaction, issuer, count, *now[id].last_digest)) return false;
        }
        for (const Issued& one : issued) write_bill(transaction, run, one);
        for (const Ready& ready : batch) {
            if (!ready.changed) continue;
            take_back_approval(transaction, run, ready.item);
        }
        return true;
    });
    if (!written) return 0;
    after = batch.back().account.id;
    return static_cast<int64_t>(issued.size());
}

}  // namespace samebill::runs
