// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samebill {

using Int128 = __int128;

inline constexpr int64_t nano = 1'000'000'000;

// An exact decimal of the input, not negative, in units of 10^-9 (M5): "7.25" is 7'250'000'000.
struct Decimal {
    Int128 nanos = 0;
    friend bool operator==(Decimal a, Decimal b) { return a.nanos == b.nanos; }
    friend bool operator<(Decimal a, Decimal b) { return a.nanos < b.nanos; }
};

// Reads `[0-9]{1,12}(\.[0-9]{1,9})?`; nothing else is a decimal.
std::optional<Decimal> parse_decimal(std::string_view text);
// The shortest form of one that is not below 0: "7.5", "0".
std::string format_decimal(Decimal value);

// How an amount that falls between two minor units is rounded (M5). Both are symmetric about zero.
enum class MoneyRounding : uint8_t { half_up, half_even };

// An exact amount in major units of the currency, denominator > 0. What `explain` shows before rounding.
struct Fraction {
    Int128 numerator = 0;
    Int128 denominator = 1;
};

// A currency's code and minor digits (0 ... 4), and the rounding of the catalog.
struct Currency {
    std::string code;
    int minor_digits = 2;
    MoneyRounding rounding = MoneyRounding::half_up;
};

// Minor digits of an ISO 4217 national currency; nothing for precious metals, test codes, funds without minor unit
// and codes that are not in the list.
std::optional<int> minor_digits_of(std::string_view currency_code);

// Amounts are int64 minor units. `amount_limit` is 10^12 major units: an amount must stay below it in absolute value
// (M3).
int64_t amount_limit(const Currency& currency);

// Rounds the exact amount once to minor units. Nothing if it reaches `amount_limit`.
std::optional<int64_t> round_amount(Fraction exact, const Currency& currency);

// a * b, nothing if it leaves 128 bits; such a product stands for an amount far above the limit (error `overflow`).
inline std::optional<Int128> multiply(Int128 a, Int128 b) {
    Int128 product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

// "12.34", "-0.05", "1200" (no minor digits); zero is never negative (M6).
std::string format_amount(int64_t minor, int minor_digits);
// Reads money as `formats.md` defines it: 1 ... 12 digits, then exactly the minor digits, `-` allowed.
std::optional<int64_t> parse_amount(std::string_view text, int minor_digits);

std::string format_int128(Int128 value);

}  // namespace samebill
