// SPDX-License-Identifier: MIT
#include "core/base/money.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"

namespace samebill {

namespace {

constexpr std::array<int64_t, 5> powers_of_ten{1, 10, 100, 1000, 10000};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Reads digits from `at` on, at most `limit` of them; returns how many.
size_t read_digits(std::string_view text, size_t at, size_t limit, int64_t& value) {
    size_t count = 0;
    while (at + count < text.size() && count < limit && is_digit(text[at + count])) {
        value = value * 10 + (text[at + count] - '0');
        ++count;
    }
    return count;
}

constexpr std::string_view no_minor_digits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view three_minor_digits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four_minor_digits = "CLF UYW";
// ISO 4217 list one, national currencies and the supranational ones with two minor digits.
constexpr std::string_view two_minor_digits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER "
    "ZAR ZMW ZWG ZWL";

bool lists(std::string_view codes, std::string_view code) {
    for (size_t at = 0; at + 3 <= codes.size(); at += 4) {
        if (codes.substr(at, 3) == code) return true;
    }
    return false;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    int64_t whole = 0;
    const size_t whole_digits = read_digits(text, 0, 12, whole);
    if (whole_digits == 0) return std::nullopt;
    if (whole_digits == text.size()) return Decimal{Int128{whole} * nano};
    if (text[whole_digits] != '.') return std::nullopt;
    int64_t part = 0;
    const size_t part_digits = read_digits(text, whole_digits + 1, 9, part);
    if (part_digits == 0 || whole_digits + 1 + part_digits != text.size()) return std::nullopt;
    for (size_t digits = part_digits; digits < 9; ++digits) part *= 10;
    return Decimal{Int128{whole} * nano + part};
}

std::string format_decimal(Decimal value) {
    std::string text = format_int128(value.nanos / nano);
    int64_t part = static_cast<int64_t>(value.nanos % nano);
    if (part == 0) return text;
    std::string digits = std::to_string(part);
    digits.insert(0, 9 - digits.size(), '0');
    while (digits.back() == '0') digits.pop_back();
    return text + '.' + digits;
}

std::optional<int> minor_digits_of(std::string_view code) {
    if (code.size() != 3) return std::nullopt;
    if (lists(two_minor_digits, code)) return 2;
    if (lists(no_minor_digits, code)) return 0;
    if (lists(three_minor_digits, code)) return 3;
    if (lists(four_minor_digits, code)) return 4;
    return std::nullopt;
}

int64_t amount_limit(const Currency& currency) {
    return int64_t{1'000'000'000'000} * powers_of_ten[static_cast<size_t>(currency.minor_digits)];
}

namespace {

// Whether what is left over rounds the minor units up.
template <class Integer>
bool rounds_up(Integer rest, Integer denominator, bool odd, MoneyRounding rounding) {
    const Integer opposite = denominator - rest;
    return rest > opposite || (rest == opposite && (rounding == MoneyRounding::half_up || odd));
}

std::optional<int64_t> in_limit(int64_t minor, const Currency& currency) {
    return minor < amount_limit(currency) ? std::optional(minor) : std::nullopt;
}

}  // namespace

std::optional<int64_t> round_amount(Fraction exact, const Currency& currency) {
    SAMEBILL_ASSERT(exact.denominator > 0);
    // Most amounts are small: 64-bit division, where scaling to minor units stays within 2^63.
    if (exact.numerator >= 0 && exact.numerator < (int64_t{1} << 48) && exact.denominator <= INT64_MAX) {
        const auto denominator = static_cast<uint64_t>(exact.denominator);
        const uint64_t scaled = static_cast<uint64_t>(exact.numerator) *
                                static_cast<uint64_t>(powers_of_ten[static_cast<size_t>(currency.minor_digits)]);
        const uint64_t minor = scaled / denominator;
        const bool up = rounds_up(scaled % denominator, denominator, minor % 2 != 0, currency.rounding);
        return in_limit(static_cast<int64_t>(minor + (up ? 1 : 0)), currency);
    }
    const bool negative = exact.numerator < 0;
    const Int128 magnitude = negative ? -exact.numerator : exact.numerator;
    const Int128 scale = powers_of_ten[static_cast<size_t>(currency.minor_digits)];
    // Split first, so that scaling to minor units cannot leave 128 bits below the limit.
    const Int128 whole = magnitude / exact.denominator;
    if (whole >= 1'000'000'000'000) return std::nullopt;
    const auto scaled = multiply(magnitude % exact.denominator, scale);
    if (!scaled) return std::nullopt;
    Int128 minor = whole * scale + *scaled / exact.denominator;
    if (rounds_up(*scaled % exact.denominator, exact.denominator, minor % 2 != 0, currency.rounding)) ++minor;
    const auto amount = in_limit(static_cast<int64_t>(minor), currency);
    return amount && negative ? -*amount : amount;
}

std::string format_amount(int64_t minor, int minor_digits) {
    const bool negative = minor < 0;
    std::string digits = std::to_string(negative ? -minor : minor);
    const auto places = static_cast<size_t>(minor_digits);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    return negative ? '-' + digits : digits;
}

std::optional<int64_t> parse_amount(std::string_view text, int minor_digits) {
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) text.remove_prefix(1);
    int64_t minor = 0;
    const size_t whole_digits = read_digits(text, 0, 12, minor);
    if (whole_digits == 0) return std::nullopt;
    size_t end = whole_digits;
    if (minor_digits > 0) {
        const auto places = static_cast<size_t>(minor_digits);
        if (end >= text.size() || text[end] != '.') return std::nullopt;
        if (read_digits(text, end + 1, places, minor) != places) return std::nullopt;
        end += 1 + places;
    }
    if (end != text.size()) return std::nullopt;
    return negative ? -minor : minor;
}

std::string format_int128(Int128 value) {
    if (value == 0) return "0";
    const bool negative = value < 0;
    std::string digits;
    while (value != 0) {
        const int digit = static_cast<int>(value % 10);
        digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
        value /= 10;
    }
    if (negative) digits.push_back('-');
    std::reverse(digits.begin(), digits.end());
    return digits;
}

}  // namespace samebill
