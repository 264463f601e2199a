// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { loadModule } from "./load.mjs";

const format = await loadModule("lib/format");
const plain = (text) => text.replaceAll("\u00a0", " ");

test("amounts keep every digit and are grouped by thousands", () => {
  assert.equal(format.amount("0.00"), "0.00");
  assert.equal(format.amount("999.99"), "999.99");
  assert.equal(format.amount("1000.00"), "1,000.00");
  assert.equal(format.amount("123456789012345678.90"), "123,456,789,012,345,678.90");
  assert.equal(format.amount("-1234.5"), "\u22121,234.5");
  assert.equal(format.amount("12345"), "12,345");
  assert.equal(format.amount("0.123456789"), "0.123456789");
});

test("German readers have amounts, currencies and days as they write them", () => {
  format.speak("de");
  assert.equal(format.money("-1234.50", "EUR"), "\u22121.234,50\u00a0EUR");
  assert.equal(format.pricedAt("0.464167", "7.00", "EUR"), "0,464167\u00a0EUR");
  assert.equal(format.date("2026-12-31"), "31. Dez 2026");
  assert.equal(format.instant("2026-05-05T10:30:00Z"), "5. Mai, 10:30");
  format.speak("en");
  assert.equal(format.date("2026-12-31"), "31 Dec 2026");
});

test("money names its currency and does not break between them", () => {
  assert.equal(format.money("1234.50", "EUR"), "EUR\u00a01,234.50");
});

test("a price has at least the digits of the amount beside it, and all of its own", () => {
  assert.equal(format.price("2.5", "7.00"), "2.50");
  assert.equal(format.price("3", "7.00"), "3.00");
  assert.equal(format.price("0.000125", "7.00"), "0.000125");
  assert.equal(format.price("120", "360"), "120");
});

test("a rate becomes percent by moving its point", () => {
  const cases = {
    0.2: "20 %",
    0.0725: "7.25 %",
    1: "100 %",
    0: "0 %",
    0.005: "0.5 %",
    0.19: "19 %",
    12.5: "1250 %",
    0.3: "30 %",
  };
  for (const [rate, words] of Object.entries(cases)) assert.equal(plain(format.percent(rate)), words);
});

test("months, dates and instants are read as they stand", () => {
  assert.equal(format.month("2026-03"), "March 2026");
  assert.equal(format.date("2026-12-31"), "31 Dec 2026");
  assert.equal(format.instant("2026-03-05T10:30:00Z"), "5 Mar, 10:30");
  assert.equal(format.instant("2026-03-05T10:30:07Z"), "5 Mar, 10:30:07");
  assert.deepEqual(["2024-02", "2026-02", "2100-02", "2026-04", "2026-12"].map(format.daysIn), [29, 28, 28, 30, 31]);
});

test("quantities say when they are shortened", () => {
  const data = (bytes, kilobyte = 1024) => plain(format.quantity("data", bytes, kilobyte));
  assert.equal(data(0), "0 bytes");
  assert.equal(data(1), "1 byte");
  assert.equal(data(1023), "1,023 bytes");
  assert.equal(data(1024), "1 KB");
  assert.equal(data(1572864), "1.5 MB");
  assert.equal(data(1572865), "≈ 1.5 MB");
  assert.equal(data(5368709120), "5 GB");
  assert.equal(data(1500000, 1000), "1.5 MB");
  assert.equal(data(2048 * 1024 ** 3), "2,048 GB");
  assert.equal(plain(format.quantity("voice", 3725, 1024)), "1 h 2 min 5 s");
  assert.equal(plain(format.quantity("voice", 0, 1024)), "0 s");
  assert.equal(plain(format.quantity("voice", 60, 1024)), "1 min");
  assert.equal(format.quantity("sms", 1, 1024), "1 message");
  assert.equal(format.quantity("sms", 1200, 1024), "1,200 messages");
  assert.equal(format.exactQuantity("data", 1572865), "1,572,865 bytes");
  assert.equal(format.exactQuantity("voice", 1), "1 second");
});

test("sizes and counts", () => {
  assert.equal(format.fileSize(999), "999 bytes");
  assert.equal(format.fileSize(1500), "1.5 kB");
  assert.equal(format.fileSize(2_340_000), "2.3 MB");
  assert.equal(format.fileSize(1_230_000_000), "1.23 GB");
  assert.equal(format.count(1200), "1,200");
});

test("figures, months and units are written as the reader's language does", () => {
  format.speak("de");
  assert.equal(format.amount("-1234567.50"), "\u22121.234.567,50");
  assert.equal(plain(format.percent("0.0725")), "7,25 %");
  assert.equal(format.month("2026-03"), "M\u00e4rz 2026");
  assert.equal(plain(format.quantity("data", 1572864, 1024)), "1,5 MB");
  assert.equal(format.exactQuantity("sms", 2), "2 Nachrichten");
  format.speak("en");
  assert.equal(format.amount("1234.50"), "1,234.50");
});
