// SPDX-License-Identifier: MIT
#include "core/codec/write_explanation.h"

#include "core/codec/write_bill.h"
#include "core/codec/write_terms.h"

namespace samebill {

namespace {

std::string_view name_of_rounding(MoneyRounding rounding) {
    switch (rounding) {
        case MoneyRounding::half_up: return "half_up";
        case MoneyRounding::half_even: return "half_even";
    }
    return {};
}

void write_operands(CanonicalWriter& writer, const std::vector<Operand>& operands) {
    writer.begin_array();
    for (const Operand& operand : operands) {
        writer.element();
        writer.begin_object();
        writer.member("name");
        writer.string(operand.name);
        writer.member("unit");
        writer.string(operand.unit);
        writer.member("value");
        writer.string(operand.value);
        writer.end_object();
    }
    writer.end_array();
}

void write_parameters(CanonicalWriter& writer, const Explanation& explanation) {
    writer.begin_array();
    for (TermsParameter parameter : explanation.parameters) {
        writer.element();
        write_parameter(writer, *explanation.terms, parameter);
    }
    writer.end_array();
}

void write_fraction(CanonicalWriter& writer, Fraction fraction) {
    writer.begin_object();
    writer.member("denominator");
    writer.plain(format_int128(fraction.denominator));
    writer.member("numerator");
    writer.plain(format_int128(fraction.numerator));
    writer.end_object();
}

}  // namespace

std::string write_explanation(const Request& request, const Bill& bill, size_t line, const Explanation& explanation) {
    const Line& explained = bill.lines[line];
    const Currency& currency = request.catalog.currency;
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("account");
    writer.plain(request.account.id);
    writer.member("amount");
    writer.money(explained.amount, currency.minor_digits);
    writer.member("clause");
    if (explanation.clause.empty()) {
        writer.null();
    } else {
        writer.string(explanation.clause);
    }
    writer.member("fraction");
    write_fraction(writer, explanation.exact);
    writer.member("index");
    writer.integer(static_cast<int64_t>(line));
    writer.member("line");
    write_line(writer, request, explained);
    writer.member("operands");
    write_operands(writer, explanation.operands);
    writer.member("parameters");
    write_parameters(writer, explanation);
    writer.member("period");
    writer.month(bill.period);
    writer.member("rounding");
    writer.plain(name_of_rounding(currency.rounding));
    writer.member("rule");
    writer.plain(name_of(explained.rule));
    writer.member("schema");
    writer.plain("samebill/explanation/1");
    writer.member("sentence");
    writer.string(explanation.sentence);
    writer.end_object();
    return text;
}

}  // namespace samebill
