// SPDX-License-Identifier: MIT
#include "core/bill/explain_parts.h"

namespace samebill {

namespace {

constexpr int most_places = 9;
constexpr int shown_places = 6;

std::string_view name_of_rounding(MoneyRounding rounding) {
    switch (rounding) {
        case MoneyRounding::half_up: return "half up";
        case MoneyRounding::half_even: return "half to even";
    }
    return {};
}

// Whether the line's amount is the exact one.
bool is_exact(const LineContext& context) {
    const Fraction exact = lowest_terms(context.line.exact);
    int64_t scale = 1;
    for (int digit = 0; digit < context.currency().minor_digits; ++digit) scale *= 10;
    return scale % exact.denominator == 0;
}

}  // namespace

Fraction lowest_terms(Fraction value) {
    Int128 a = value.numerator < 0 ? -value.numerator : value.numerator;
    Int128 b = value.denominator;
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return {value.numerator / a, value.denominator / a};
}

std::string show_fraction(Fraction value) {
    value = lowest_terms(value);
    const bool negative = value.numerator < 0;
    const Int128 magnitude = negative ? -value.numerator : value.numerator;
    std::string text = (negative ? "-" : "") + format_int128(magnitude / value.denominator);
    Int128 rest = magnitude % value.denominator;
    if (rest == 0) return text;
    std::string places;
    while (rest != 0 && places.size() < most_places) {
        rest *= 10;
        places.push_back(static_cast<char>('0' + static_cast<int>(rest / value.denominator)));
        rest %= value.denominator;
    }
    if (rest == 0) return text + '.' + places;
    return text + '.' + places.substr(0, shown_places) + "…";
}

std::string show_result(const LineContext& context) {
    const std::string amount = context.money(context.line.amount);
    if (is_exact(context)) return " = " + amount + '.';
    return " = " + show_fraction(context.line.exact) + ", rounded " +
           std::string(name_of_rounding(context.currency().rounding)) + " to " + amount + '.';
}

std::string show_price_result(const LineContext& context) {
    const std::string amount = context.money(context.line.amount);
    if (is_exact(context)) return " is " + amount + '.';
    return " is " + show_fraction(context.line.exact) + ' ' + context.currency().code + ", rounded " +
           std::string(name_of_rounding(context.currency().rounding)) + " to " + amount + '.';
}

std::string counted(int64_t count, std::string_view noun) {
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

std::string_view unit_of(Kind kind) {
    switch (kind) {
        case Kind::data: return "bytes";
        case Kind::sms: return "messages";
        case Kind::voice: return "seconds";
    }
    return {};
}

}  // namespace samebill
