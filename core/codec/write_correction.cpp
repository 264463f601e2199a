// SPDX-License-Identifier: MIT
#include "core/codec/write_correction.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/base/assert.h"
#include "core/base/sorting.h"
#include "core/codec/canonical.h"
#include "core/codec/write_bill.h"

namespace samebill {

namespace {

// What a line is for, in the order of a bill: the type's rank, then the members that tell lines of a type apart.
using LineIdentity = std::tuple<int, std::array<std::string, 6>>;

int rank_of_type(std::string_view name) {
    int rank = 0;
    for (; rank <= static_cast<int>(LineType::minimum_shortfall); ++rank) {
        if (name_of(static_cast<LineType>(rank)) == name) return rank;
    }
    return rank;
}

// The first of the members that the line has, as text.
std::string text_member(const Json& line, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const Json* member = find_member(line, name);
        if (member != nullptr && member->is_text()) return std::string(member->text());
    }
    return {};
}

LineIdentity identity_of(const std::string& text) {
    Document document;
    ProblemList problems;
    const bool parsed = parse_json(text, document, problems);
    SAMEBILL_ASSERT(parsed && problems.empty());
    const Json& line = document.root;
    return {rank_of_type(text_member(line, {"type"})),
            {text_member(line, {"device", "group"}), text_member(line, {"plan"}),
             text_member(line, {"kind", "code", "pack"}), text_member(line, {"state"}), text_member(line, {"at"}),
             text_member(line, {"category"})}};
}

// The lines of `some` that are not in `others`, as often as they are missing there, in order.
std::vector<const std::string*> lines_beyond(const std::vector<std::string>& some,
                                             const std::vector<std::string>& others) {
    std::map<std::string_view, int64_t> there;
    for (const std::string& line : others) ++there[line];
    std::vector<const std::string*> beyond;
    for (const std::string& line : some) {
        const auto found = there.find(line);
        if (found != there.end() && found->second > 0) {
            --found->second;
        } else {
            beyond.push_back(&line);
        }
    }
    return beyond;
}

std::vector<std::string> lines_of(const Json& bill) {
    std::vector<std::string> lines;
    for (const Json& line : find_member(bill, "lines")->elements()) lines.push_back(*canonical_form(line));
    return lines;
}

std::vector<std::string> lines_of(const Request& request, const Bill& bill) {
    std::vector<std::string> lines(bill.lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        CanonicalWriter writer(lines[i]);
        write_line(writer, request, bill.lines[i]);
    }
    return lines;
}

BillTotals totals_of(const ComputedBill& computed) {
    const Bill& bill = *computed.bill;
    return {bill.period, computed.digest, bill.subtotal, bill.tax_total, bill.total, {}};
}

void write_lines(CanonicalWriter& writer, const std::vector<ChangedLine>& lines) {
    writer.begin_array();
    for (const ChangedLine& line : lines) {
        writer.element();
        writer.begin_object();
        if (!line.computed.empty()) {
            writer.member("new");
            writer.canonical(line.computed);
        }
        if (!line.issued.empty()) {
            writer.member("old");
            writer.canonical(line.issued);
        }
        writer.end_object();
    }
    writer.end_array();
}

void write_month(CanonicalWriter& writer, const CorrectedMonth& month, const std::vector<ChangedLine>& lines,
                 int minor_digits) {
    writer.begin_object();
    writer.member("corrected");
    writer.plain(month.corrected);
    writer.member("issued");
    writer.plain(month.issued);
    writer.member("lines");
    write_lines(writer, lines);
    writer.member("of");
    writer.month(month.of);
    writer.member("subtotal");
    writer.money(month.subtotal, minor_digits);
    writer.member("tax");
    writer.money(month.tax, minor_digits);
    writer.member("total");
    writer.money(month.total, minor_digits);
    writer.end_object();
}

}  // namespace

std::vector<ChangedLine> changed_lines(const std::vector<std::string>& issued,
                                       const std::vector<std::string>& computed) {
    struct Sides {
        std::vector<const std::string*> issued, computed;
    };
    std::map<LineIdentity, Sides> by_identity;
    for (const std::string* line : lines_beyond(issued, computed))
        by_identity[identity_of(*line)].issued.push_back(line);
    for (const std::string* line : lines_beyond(computed, issued))
        by_identity[identity_of(*line)].computed.push_back(line);
    std::vector<ChangedLine> changed;
    for (const auto& [identity, sides] : by_identity) {
        const size_t count = std::max(sides.issued.size(), sides.computed.size());
        for (size_t i = 0; i < count; ++i) {
            changed.push_back({i < sides.issued.size() ? *sides.issued[i] : std::string(),
                               i < sides.computed.size() ? *sides.computed[i] : std::string()});
        }
    }
    return changed;
}

std::string write_correction(const Request& request, const IssuedBills& issued,
                             const std::vector<ComputedBill>& computed, Problems& problems) {
    std::map<Month, const Json*> issued_by_month;
    std::map<Month, const Bill*> computed_by_month;
    std::vector<BillTotals> issued_totals, computed_totals;
    for (const IssuedBill& bill : issued.bills) {
        issued_by_month[bill.totals.period] = bill.json;
        issued_totals.push_back(bill.totals);
    }
    sort_list(issued_totals, [](const BillTotals& a, const BillTotals& b) { return a.period < b.period; });
    for (const ComputedBill& bill : computed) {
        computed_by_month[bill.bill->period] = bill.bill;
        computed_totals.push_back(totals_of(bill));
    }
    const std::vector<CorrectedMonth> months = compare_months(issued_totals, computed_totals);
    const std::vector<Adjustment> adjustments = make_adjustments(months, issued_totals);
    if (passes_limit(months, adjustments, amount_limit(request.catalog.currency))) {
        problems.push_back({"overflow", "", "A difference reaches 10^12; correct the month's inputs."});
        return {};
    }
    const int minor_digits = request.catalog.currency.minor_digits;
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("account");
    writer.plain(request.account.id);
    writer.member("adjustments");
    writer.begin_array();
    for (const Adjustment& adjustment : adjustments) {
        writer.element();
        write_adjustment(writer, adjustment, minor_digits);
    }
    writer.end_array();
    writer.member("months");
    writer.begin_array();
    for (const CorrectedMonth& month : months) {
        writer.element();
        const auto old_lines = lines_of(*issued_by_month.at(month.of));
        const auto new_lines = lines_of(request, *computed_by_month.at(month.of));
        write_month(writer, month, changed_lines(old_lines, new_lines), minor_digits);
    }
    writer.end_array();
    writer.member("schema");
    writer.plain("samebill/correction/1");
    writer.end_object();
    return text;
}

}  // namespace samebill
