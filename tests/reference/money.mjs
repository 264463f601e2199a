// SPDX-License-Identifier: MIT
// Exact decimals, money and rates (M5, M6, U8). Everything is BigInt; a value is a fraction {num,
// den}, den > 0.

const nine_places = 1_000_000_000n;

export const money_limit = 10n ** 12n; // M3, in major units
export const sum_limit = 2n ** 63n - 1n; // M3

/** "7.50" -> 7500000000n, the value times 10^9. Leading zeros are allowed. */
export function parse_decimal(text) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole) * nine_places + BigInt(part.padEnd(9, "0"));
}

/** The shortest form: 7500000000n -> "7.5". */
export function format_decimal(value) {
  const part = (value % nine_places).toString().padStart(9, "0").replace(/0+$/, "");
  return (value / nine_places).toString() + (part === "" ? "" : "." + part);
}

export function fraction(num, den = 1n) {
  return { num, den };
}

export function decimal_fraction(text) {
  return fraction(parse_decimal(text), nine_places);
}

export function add(a, b) {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function multiply(a, b) {
  return fraction(a.num * b.num, a.den * b.den);
}

/** M5: rounded once, half away from zero or half to even, to an integer. */
export function round_fraction({ num, den }, mode) {
  const size = num < 0n ? -num : num;
  let quotient = size / den;
  const twice = (size % den) * 2n;
  if (twice > den || (twice === den && (mode === "half_up" || quotient % 2n === 1n)))
    quotient += 1n;
  return num < 0n ? -quotient : quotient;
}

export function divide_up(num, den) {
  return num === 0n ? 0n : (num - 1n) / den + 1n;
}

/** A currency's way with amounts: exact major units -> minor units, and minor units -> text. */
export function make_money(currency, mode) {
  const digits = minor_digits(currency);
  const scale = 10n ** BigInt(digits);
  return {
    limit: money_limit * scale,
    round: (value) => round_fraction(multiply(value, fraction(scale)), mode),
    exact: (minor) => fraction(minor, scale),
    parse(text) {
      const negative = text.startsWith("-");
      const minor = BigInt(text.replace("-", "").replace(".", ""));
      return negative ? -minor : minor;
    },
    format(minor) {
      const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
      const whole = size.slice(0, size.length - digits);
      return (minor < 0n ? "-" : "") + whole + (digits === 0 ? "" : "." + size.slice(-digits));
    },
  };
}

const without_minor = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const three_minor = "BHD IQD JOD KWD LYD OMR TND";
const four_minor = "CLF UYW";

function minor_digits(currency) {
  if (without_minor.split(" ").includes(currency)) return 0;
  if (three_minor.split(" ").includes(currency)) return 3;
  if (four_minor.split(" ").includes(currency)) return 4;
  return 2;
}

export function unit_size(unit, kilobyte) {
  const sizes = {
    B: 1n,
    KB: kilobyte,
    MB: kilobyte ** 2n,
    GB: kilobyte ** 3n,
    s: 1n,
    min: 60n,
    h: 3600n,
    message: 1n,
  };
  return sizes[unit];
}

/** An amount of data, voice or SMS: an integer or "1.5 GB" -> whole bytes, seconds, messages. */
export function parse_amount(value, kilobyte) {
  if (typeof value === "number") return BigInt(value);
  const [decimal, unit] = value.split(" ");
  const scaled = parse_decimal(decimal) * unit_size(unit, kilobyte);
  if (scaled % nine_places !== 0n) throw new Error(`amount ${value} is not whole`);
  return scaled / nine_places;
}

/** U8: the exact price of a quantity by a rate, as a fraction of major units. */
export function price_by_rate(rate, quantity, kilobyte) {
  const unit = unit_size(rate.per, kilobyte);
  const counted = rate.whole_units === true ? divide_up(quantity, unit) * unit : quantity;
  if (rate.tiers === undefined) {
    return multiply(decimal_fraction(rate.price), fraction(counted, unit));
  }
  let sum = fraction(0n);
  let below = 0n; // where the tier begins, in bytes, seconds, messages
  for (const tier of rate.tiers) {
    const end = tier.up_to === undefined ? undefined : BigInt(tier.up_to) * unit;
    const inside = end === undefined || counted <= end;
    const price = decimal_fraction(tier.price);
    if (rate.mode === "volume") {
      if (inside) return multiply(price, fraction(counted, unit));
    } else {
      const part = (inside ? counted : end) - below;
      sum = add(sum, multiply(price, fraction(part, unit)));
      if (inside) return sum;
      below = end;
    }
  }
  throw new Error("the last tier has an end");
}
