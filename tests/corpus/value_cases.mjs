// SPDX-License-Identifier: MIT
// Catalogs: ids, currencies, decimals, dates, amounts with and without units, rates, terms.

import { beyond, broken, catalog, put, sound, values } from "./documents.mjs";

const of = (make, pointer, list, errors) => values(make, "catalog", catalog, pointer, list, errors);
const largest = 9007199254740991;

const ids = [
  ...of(sound, "/id", ["a", "0", "A.b_c:d@e+f-g", "x".repeat(128)]),
  ...of(broken, "/id", ["", ".a", "-a", "a b", "a/b", "é", "a\n", "x".repeat(129), 7, ["a"]]),
  ...of(broken, "/version", ["", "1 2"]),
];

const currencies = [
  ...of(sound, "/currency", ["USD", "JPY", "KWD", "CLF", "UYW", "XOF", "XCD", "BOV"]),
  ...of(broken, "/currency", [
    "usd",
    "US",
    "USDX",
    "",
    "XAU",
    "XAG",
    "XPT",
    "XPD",
    "XTS",
    "XXX",
    "XDR",
    "XSU",
    "XUA",
    "XBA",
    "ABC",
  ]),
];

const decimals = [
  ...of(sound, "/taxes/0/rate", [
    "0",
    "007.50",
    "123456789012.123456789",
    "999999999999",
    "0.000000001",
  ]),
  ...of(broken, "/taxes/0/rate", [
    "",
    ".5",
    "5.",
    "1,5",
    "+1",
    "-1",
    "1e3",
    " 1",
    "1 ",
    "1234567890123",
    "0.1234567890",
    "0x1",
    "\u0663",
    "1.2.3",
    "NaN",
    5,
    0.5,
  ]),
];

const dates = [
  ...of(sound, "/plans/0/available_from", [
    "1970-01-01",
    "2189-12-31",
    "2024-02-29",
    "2000-02-29",
    "2031-01-01",
  ]),
  ...of(broken, "/plans/0/available_from", [
    "2026-2-3",
    "2026-13-01",
    "2026-00-10",
    "2026-01-32",
    "2026-01-00",
    "1969-12-31",
    "2190-01-01",
    "2026-01-01T00:00:00Z",
    "20260101",
    "2026/01/01",
    "",
    " 2026-01-01",
    "2026-01",
    20260101,
  ]),
  ...of(beyond, "/plans/0/available_from", [
    "2026-02-30",
    "2026-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-06-31",
    "2026-11-31",
  ]),
];

const free_data = "/plans/0/provisioned/complimentary/data";
const free_voice = "/plans/0/provisioned/complimentary/voice";
const amounts = [
  ...of(sound, free_data, [
    0,
    1,
    largest,
    "5 MB",
    "1.5 GB",
    "0.5 KB",
    "1024 B",
    "007 KB",
    "0 B",
    "8388607 GB",
  ]),
  ...of(broken, free_data, [
    "5MB",
    "5  MB",
    "5 mb",
    "5 TB",
    "5 KiB",
    "-5 MB",
    "5",
    "",
    "5 min",
    " 5 MB",
    "5 MB ",
    "1e3 B",
    "5\tMB",
    ".5 MB",
    "unlimited",
    -1,
    1.5,
    largest + 1,
    {},
  ]),
  ...of(beyond, free_data, [
    "0.5 B",
    "0.3 KB",
    "0.001 KB",
    "8388608 GB",
    "999999999999 GB",
    "0.000000001 MB",
  ]),
  ...of(sound, free_voice, ["10 min", "1.5 h", "0.5 min", "30 s", "0.05 min", largest]),
  ...of(broken, free_voice, [
    "10 MB",
    "10 m",
    "10 sec",
    "10 minutes",
    "1:30",
    0.5,
    -1,
    largest + 1,
  ]),
  ...of(beyond, free_voice, ["0.01 min", "0.5 s", "0.0001 h", "999999999999.5 s"]),
  ...of(broken, "/plans/0/provisioned/complimentary/sms", ["5", "5 message", -1, 2.5]),
  sound(
    "catalog: 0.001 KB is a byte where the kilobyte has 1000",
    put(put(catalog, "/kilobyte_bytes", 1000), free_data, "0.001 KB"),
  ),
  beyond(
    "catalog: 0.5 KB is whole, 0.0005 KB is not where the kilobyte has 1000",
    put(put(catalog, "/kilobyte_bytes", 1000), free_data, "0.0005 KB"),
    [`schema ${free_data}`],
  ),
  ...of(broken, "/kilobyte_bytes", [1023, 1001, 0, "1024", 1024.5]),
  ...of(sound, "/plans/0/provisioned/triggers/data", ["unlimited", 0, "5 MB"]),
  ...of(broken, "/plans/0/provisioned/triggers/data", ["Unlimited", "", "none", -1]),
  ...of(sound, "/plans/0/provisioned/triggers/sms", ["unlimited", 0, largest]),
  ...of(broken, "/plans/0/provisioned/triggers/sms", ["5 MB", "5", largest + 1]),
  ...of(sound, "/plans/0/provisioned/triggers/days", [0, 36500]),
  ...of(broken, "/plans/0/provisioned/triggers/days", [-1, 36501, 0.5, "unlimited", "90"]),
];

const tiers = "/plans/0/overage/data/tiers";
const foreign = {
  data: ["min", "message", "kb", "TB", "", 1],
  voice: ["MB", "message", "m", "Min", "", 60],
  sms: ["sms", "messages", "min", ""],
};

// Flat and tiered rates of one kind of usage.
function cases_of_rate(kind, units) {
  const pointer = `/plans/0/overage/${kind}`;
  const place = (rate) => put(catalog, pointer, rate);
  const flat = { price: "1", per: units[0], whole_units: true };
  const steps = [{ up_to: 10, price: "0.10" }, { up_to: 100, price: "0.08" }, { price: "0.05" }];
  const tiered = { per: units[0], mode: "volume", tiers: steps, whole_units: true };
  const stepped = (list) => place({ ...tiered, tiers: list });
  const named = (name) => `catalog: ${kind} ${name}`;
  const prices = (list) => list.map((up_to) => ({ ...(up_to !== null && { up_to }), price: "1" }));
  return [
    ...units.flatMap((per) => [
      sound(named(`at a price per ${per}`), place({ ...flat, per })),
      sound(named(`in tiers per ${per}`), place({ ...tiered, per })),
    ]),
    ...foreign[kind].flatMap((per) => [
      broken(named(`at a price per ${JSON.stringify(per)}`), place({ ...flat, per }), [
        `schema ${pointer}/per`,
      ]),
      broken(named(`in tiers per ${JSON.stringify(per)}`), place({ ...tiered, per }), [
        `schema ${pointer}/per`,
      ]),
    ]),
    sound(named("in graduated tiers"), place({ ...tiered, mode: "graduated" })),
    sound(named("in tiers of no mode"), place({ per: units[0], tiers: steps })),
    ...["stairs", "Volume", "", null].map((mode) =>
      broken(named(`in tiers of mode ${JSON.stringify(mode)}`), place({ ...tiered, mode }), [
        `schema ${pointer}/mode`,
      ]),
    ),
    ...["yes", 1, null].flatMap((whole_units) => [
      broken(named(`at a price, whole units ${whole_units}`), place({ ...flat, whole_units }), [
        `schema ${pointer}/whole_units`,
      ]),
      broken(named(`in tiers, whole units ${whole_units}`), place({ ...tiered, whole_units }), [
        `schema ${pointer}/whole_units`,
      ]),
    ]),
    broken(named("at a price without a unit"), place({ price: "1" }), [`schema ${pointer}`]),
    broken(named("in tiers without a unit"), place({ tiers: steps }), [`schema ${pointer}`]),
    broken(named("per unit without a price"), place({ per: units[0] }), [`schema ${pointer}`]),
    broken(named("without a price, with a mode"), place({ per: units[0], mode: "volume" })),
    broken(named("at a price with a mode"), place({ ...flat, mode: "volume" }), [
      `schema ${pointer}/mode`,
    ]),
    broken(named("at a price and in tiers"), place({ ...tiered, price: "1" })),
    broken(named("at nothing"), place({}), [`schema ${pointer}`]),
    broken(named("at a price in a zone"), place({ ...flat, zone: 1 }), [`schema ${pointer}/zone`]),
    broken(named("in tiers in a zone"), place({ ...tiered, zone: 1 }), [`schema ${pointer}/zone`]),
    broken(named("in no tiers"), stepped([]), [`schema ${pointer}/tiers`]),
    broken(named("in a tier that is no list"), stepped({ price: "1" }), [
      `schema ${pointer}/tiers`,
    ]),
    sound(named("in one tier"), stepped(prices([null]))),
    broken(named("in a tier that ends"), stepped(prices([5])), [`schema ${pointer}/tiers/0/up_to`]),
    broken(named("in tiers of which the last ends"), stepped(prices([5, 6])), [
      `schema ${pointer}/tiers/1/up_to`,
    ]),
    broken(named("in tiers of which the first does not end"), stepped(prices([null, 6, null])), [
      `schema ${pointer}/tiers/0`,
    ]),
    beyond(named("in tiers with the end in the middle"), stepped(prices([1, null, 3])), [
      `schema ${pointer}/tiers/1`,
      `schema ${pointer}/tiers/2/up_to`,
    ]),
    beyond(named("in tiers that stand still"), stepped(prices([10, 10, null])), [
      `schema ${pointer}/tiers/1/up_to`,
    ]),
    beyond(named("in tiers that fall"), stepped(prices([10, 9, null])), [
      `schema ${pointer}/tiers/1/up_to`,
    ]),
    sound(named("in tiers to 1 and to the largest number"), stepped(prices([1, largest, null]))),
    ...[0, -1, 1.5, "10", null, largest + 1].map((up_to) =>
      broken(
        named(`in a tier up to ${JSON.stringify(up_to)}`),
        stepped([{ up_to, price: "1" }, { price: "1" }]),
        [`schema ${pointer}/tiers/0/up_to`],
      ),
    ),
    broken(named("in a tier without a price"), stepped([{ up_to: 1 }, { price: "1" }]), [
      `schema ${pointer}/tiers/0`,
    ]),
    broken(
      named("in tiers within a state"),
      put(catalog, `/plans/0/provisioned/rates/${kind}`, {
        per: units[0],
        tiers: [{ price: "1" }],
      }),
    ),
  ];
}

const rates = [
  ...cases_of_rate("data", ["B", "KB", "MB", "GB"]),
  ...cases_of_rate("voice", ["s", "min", "h"]),
  ...cases_of_rate("sms", ["message"]),
];

const terms = [
  ...of(sound, "/terms/data_rounding/increment", [1, 2 ** 40, "1 KB", "1024 GB"]),
  ...of(broken, "/terms/data_rounding/increment", [0, -1, 2 ** 40 + 1, 0.5, "1 min", "1KB"]),
  ...of(beyond, "/terms/data_rounding/increment", ["0 KB", "1025 GB", "0.1 B"]),
  ...of(sound, "/terms/voice_rounding/increment", [1, "1 min", 2 ** 40]),
  ...of(broken, "/terms/voice_rounding/increment", [0, 2 ** 40 + 1, "1 MB"]),
  ...of(beyond, "/terms/voice_rounding/increment", ["0 s", "0.01 s", "999999999999 h"]),
  ...of(sound, "/terms/data_rounding/per", ["session", "day", "month"]),
  ...of(broken, "/terms/data_rounding/per", ["year", "Day", ""]),
  ...of(sound, "/terms/voice_rounding/per", ["session", "day", "month"]),
  ...of(broken, "/terms/voice_rounding/per", ["year", "Day", ""]),
  ...of(sound, "/terms/plan_change", ["next_month", "next_day", "not_allowed"]),
  ...of(broken, "/terms/plan_change", ["now", "", "next month"]),
  ...of(sound, "/terms/cancellation_refund", ["none", "prorated"]),
  ...of(broken, "/terms/cancellation_refund", ["full"]),
  ...of(sound, "/terms/prepaid_lapse_days", [1, 36500]),
  ...of(broken, "/terms/prepaid_lapse_days", [0, 36501, 1.5, "60"]),
  ...of(sound, "/terms/unprovisioned_lapse_months", [1, 1200]),
  ...of(broken, "/terms/unprovisioned_lapse_months", [0, 1201]),
  ...of(sound, "/terms/inactive_lapse_days", [1, 36500]),
  ...of(broken, "/terms/inactive_lapse_days", [0, 36501]),
  ...of(broken, "/terms/suspension_allowed", [0, "true", "yes"]),
  ...of(sound, "/terms/automatic_cancellation", [
    [],
    ["agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"],
  ]),
  ...of(
    broken,
    "/terms/automatic_cancellation",
    [["inactive", "lazy"]],
    ["schema /terms/automatic_cancellation/1"],
  ),
  ...of(
    broken,
    "/terms/automatic_cancellation",
    [["inactive", "inactive"]],
    ["duplicate_id /terms/automatic_cancellation/1"],
  ),
  ...of(sound, "/money_rounding", ["half_even"]),
  ...of(broken, "/money_rounding", ["down", "HALF_UP", ""]),
];

export const value_cases = [
  ...ids,
  ...currencies,
  ...decimals,
  ...dates,
  ...amounts,
  ...rates,
  ...terms,
];
