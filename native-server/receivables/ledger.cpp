// SPDX-License-Identifier: MIT
#include "native-server/receivables/ledger.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/assert.h"
#include "core/base/calendar.h"

namespace samebill::receivables {

namespace {

using store::payments::Bill;
using store::payments::Entry;

int digits_of(std::string_view currency) {
    const auto digits = minor_digits_of(currency);
    SAMEBILL_ASSERT(digits.has_value());
    return *digits;
}

bool takes_off(const Entry& entry) {
    return entry.kind == "payment" || entry.kind == "credit_note" || entry.kind == "write_off";
}

// Payments that a reversal undid, and the reversals themselves.
std::set<std::string> undone(const std::vector<Entry>& entries) {
    std::set<std::string> out;
    for (const Entry& entry : entries) {
        if (!entry.reverses) continue;
        out.insert(entry.id);
        out.insert(*entry.reverses);
    }
    return out;
}

Receivable* find_bill(Ledger& ledger, const Entry& entry) {
    for (Receivable& receivable : ledger.bills) {
        if (entry.issuer == receivable.bill.issuer && entry.number == receivable.bill.number) return &receivable;
    }
    return nullptr;
}

// Gives the bill what it needs of the amount, and what is left back.
Minor give(Receivable& receivable, Minor amount) {
    const Minor taken = std::min(receivable.open, amount);
    receivable.settled += taken;
    receivable.open -= taken;
    return amount - taken;
}

void settle_by_due_date(Ledger& ledger) {
    std::vector<Receivable*> order;
    for (Receivable& receivable : ledger.bills) order.push_back(&receivable);
    std::sort(order.begin(), order.end(), [](const Receivable* one, const Receivable* other) {
        return std::tie(one->bill.due_on, one->bill.month) < std::tie(other->bill.due_on, other->bill.month);
    });
    for (Receivable* receivable : order) {
        Minor& left = ledger.on_account[receivable->bill.currency];
        if (left > 0) left = give(*receivable, left);
    }
}

}  // namespace

Minor minor_of(std::string_view amount, std::string_view currency) {
    const auto minor = parse_amount(amount, digits_of(currency));
    SAMEBILL_ASSERT(minor.has_value());
    return *minor;
}

std::string money_text(Minor amount, std::string_view currency) {
    const auto digits = static_cast<size_t>(digits_of(currency));
    std::string text = format_int128(amount < 0 ? -amount : amount);
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    if (digits > 0) text.insert(text.size() - digits, ".");
    return amount < 0 ? "-" + text : text;
}

std::string_view status_name(Status status) {
    switch (status) {
        case Status::open: return "open";
        case Status::paid: return "paid";
        case Status::past_due: return "past_due";
    }
    return {};
}

Ledger settle(const std::vector<Bill>& bills, const std::vector<Entry>& entries, std::string_view today) {
    Ledger out;
    for (const Bill& bill : bills) {
        Receivable receivable{bill, minor_of(bill.amount_due, bill.currency), 0, 0, Status::open};
        Minor& on_account = out.on_account[bill.currency];
        if (receivable.amount < 0) {
            on_account -= receivable.amount;
            receivable.settled = receivable.amount;
        } else {
            receivable.open = receivable.amount;
        }
        out.bills.push_back(std::move(receivable));
    }
    const std::set<std::string> without = undone(entries);
    for (const Entry& entry : entries) {
        if (without.contains(entry.id)) continue;
        Minor amount = minor_of(entry.amount, entry.currency);
        Minor& on_account = out.on_account[entry.currency];
        if (!takes_off(entry)) {
            on_account -= amount;
            continue;
        }
        Receivable* named = find_bill(out, entry);
        if (named != nullptr) amount = give(*named, amount);
        on_account += amount;
    }
    settle_by_due_date(out);
    for (Receivable& receivable : out.bills) {
        if (receivable.open == 0) {
            receivable.status = Status::paid;
        } else if (receivable.bill.due_on < today) {
            receivable.status = Status::past_due;
        }
    }
    return out;
}

Ledger ledger_of(store::Transaction& transaction, std::string_view account, std::string_view today) {
    return settle(store::payments::bills(transaction, account), store::payments::posted(transaction, account), today);
}

std::vector<Statement> statements(const std::vector<Bill>& bills, const std::vector<Entry>& entries,
                                  std::string_view from, std::string_view through) {
    std::map<std::string, std::vector<StatementEntry>> all;
    for (const Bill& bill : bills) {
        const std::string number = bill.issuer + "/" + std::to_string(bill.number);
        all[bill.currency].push_back({format_date(date_at(bill.issued_at)), "bill", number, number, bill.month,
                                      minor_of(bill.amount_due, bill.currency), 0});
    }
    for (const Entry& entry : entries) {
        const Minor amount = minor_of(entry.amount, entry.currency);
        all[entry.currency].push_back({entry.value_on, entry.kind, entry.reference,
                                       entry.number ? *entry.issuer + "/" + std::to_string(*entry.number) : "",
                                       entry.note.value_or(""), takes_off(entry) ? -amount : amount, 0});
    }
    std::vector<Statement> out;
    for (auto& [currency, list] : all) {
        std::stable_sort(list.begin(), list.end(),
                         [](const StatementEntry& one, const StatementEntry& other) { return one.on < other.on; });
        Statement statement{currency, 0, {}, 0};
        for (StatementEntry& entry : list) {
            if (entry.on > through) break;
            statement.closing += entry.amount;
            entry.balance = statement.closing;
            if (entry.on < from) {
                statement.opening = statement.closing;
            } else {
                statement.entries.push_back(std::move(entry));
            }
        }
        if (statement.opening != 0 || !statement.entries.empty()) out.push_back(std::move(statement));
    }
    return out;
}

namespace {

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); i++) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
        sum += digit;
    }
    return sum % 10 == 0;
}

}  // namespace

bool has_card_number(std::string_view text) {
    std::vector<std::string> groups;  // of digits with one blank, dash or point between them
    const auto has_card = [&] {
        for (size_t first = 0; first < groups.size(); first++) {
            std::string digits;
            for (size_t i = first; i < groups.size() && digits.size() < 19; i++) {
                digits += groups[i];
                if (digits.size() >= 13 && digits.size() <= 19 && passes_luhn(digits)) return true;
            }
        }
        return false;
    };
    bool inside = false;  // a group
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (!inside) groups.emplace_back();
            inside = true;
            groups.back() += c;
        } else if (inside && (c == ' ' || c == '-' || c == '.')) {
            inside = false;
        } else {
            if (has_card()) return true;
            groups.clear();
            inside = false;
        }
    }
    return has_card();
}

}  // namespace samebill::receivables
