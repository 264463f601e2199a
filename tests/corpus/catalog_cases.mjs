// SPDX-License-Identifier: MIT
// Catalogs: members, plan forms, rates, amounts, terms.

import { beyond, broken, catalog, member_cases, put, respell, sound, unknown_member_cases, values, without } from "./documents.mjs";

const state_use = (state) => [
  [`/plans/0/${state}`, "optional"],
  [`/plans/0/${state}/complimentary`, "optional"],
  [`/plans/0/${state}/triggers`, "optional"],
  [`/plans/0/${state}/rates`, "optional"],
];
const optional = (parent, members) => members.map((member) => [`${parent}/${member}`, "optional"]);
const required = (parent, members) => members.map((member) => [`${parent}/${member}`, "required"]);

const members = [
  ...required("", ["id", "currency", "plans"]),
  ...optional("", ["version", "name", "kilobyte_bytes", "money_rounding", "terms", "sim_products", "taxes"]),
  ...optional("/terms", Object.keys(catalog.terms)),
  ...required("/terms/data_rounding", ["increment", "per"]),
  ...required("/terms/voice_rounding", ["increment", "per"]),
  ["/terms/automatic_cancellation/0", "item"],
  ["/plans/0", "item"],
  ...required("/plans/0", ["id", "access_fee"]),
  ...optional("/plans/0", ["name", "kind", "carrier_technologies", "service_areas", "available_from", "available_until"]),
  ...optional("/plans/0", ["recurring_fees", "fees", "included", "overage", "terms"]),
  ["/plans/0/carrier_technologies/0", "item"],
  ["/plans/0/service_areas/0", "item"],
  ["/plans/0/access_fee/amount", "required"],
  ...optional("/plans/0/access_fee", ["months", "volume"]),
  ["/plans/0/access_fee/volume/0", "item"],
  ...required("/plans/0/access_fee/volume/0", ["from", "amount"]),
  ["/plans/0/recurring_fees/0", "item"],
  ...required("/plans/0/recurring_fees/0", ["code", "amount"]),
  ...optional("/plans/0/recurring_fees/0", ["name", "prorated"]),
  ...optional("/plans/0/fees", ["provisioning", "activation", "reactivation", "suspension"]),
  ...optional("/plans/0/included", ["data", "voice", "sms"]),
  ...optional("/plans/0/overage", ["data", "voice", "sms"]),
  ["/plans/0/overage/data/per", "required"],
  ["/plans/0/overage/data/tiers", "item"],
  ...optional("/plans/0/overage/data", ["mode", "whole_units"]),
  ["/plans/0/overage/data/tiers/0", "item"],
  ...required("/plans/0/overage/data/tiers/0", ["price"]),
  ...required("/plans/0/overage/voice", ["price", "per"]),
  ...optional("/plans/0/overage/voice", ["whole_units"]),
  ...required("/plans/0/overage/sms", ["price", "per"]),
  ...state_use("provisioned"),
  ...state_use("suspended"),
  ...optional("/plans/0/provisioned/complimentary", ["data", "voice", "sms"]),
  ...optional("/plans/0/provisioned/triggers", ["data", "voice", "sms", "days"]),
  ...optional("/plans/0/provisioned/rates", ["data", "voice", "sms"]),
  ["/plans/1/prepaid_packs", "required"],
  ["/plans/1/prepaid_packs/0", "item"],
  ...required("/plans/1/prepaid_packs/0", ["id", "price"]),
  ...optional("/plans/1/prepaid_packs/0", ["name", "data", "voice", "sms"]),
  ["/sim_products/0", "item"],
  ["/sim_products/0/id", "required"],
  ...optional("/sim_products/0", ["name", "lapses"]),
  ["/taxes/0", "item"],
  ...required("/taxes/0", ["id", "name", "jurisdiction", "rate", "categories"]),
  ["/taxes/0/categories/0", "item"],
];

const objects = [
  "", "/terms", "/terms/data_rounding", "/terms/voice_rounding", "/plans/0", "/plans/0/access_fee", "/plans/0/access_fee/volume/0",
  "/plans/0/recurring_fees/0", "/plans/0/fees", "/plans/0/included", "/plans/0/overage", "/plans/0/overage/data",
  "/plans/0/overage/data/tiers/0", "/plans/0/overage/sms", "/plans/0/provisioned", "/plans/0/provisioned/complimentary",
  "/plans/0/provisioned/triggers", "/plans/0/provisioned/rates", "/plans/0/provisioned/rates/data", "/plans/1",
  "/plans/1/prepaid_packs/0", "/sim_products/0", "/taxes/0",
];

const of = (make, pointer, list, errors) => values(make, "catalog", catalog, pointer, list, errors);
const largest = 9007199254740991;

const ids = [
  ...of(sound, "/id", ["a", "0", "A.b_c:d@e+f-g", "x".repeat(128)]),
  ...of(broken, "/id", ["", ".a", "-a", "a b", "a/b", "é", "a\n", "x".repeat(129), 7, ["a"]]),
  ...of(broken, "/version", ["", "1 2"]),
];

const currencies = [
  ...of(sound, "/currency", ["USD", "JPY", "KWD", "CLF", "UYW", "XOF", "XCD", "BOV"]),
  ...of(broken, "/currency", ["usd", "US", "USDX", "", "XAU", "XAG", "XPT", "XPD", "XTS", "XXX", "XDR", "XSU", "XUA", "XBA", "ABC"]),
];

const decimals = [
  ...of(sound, "/taxes/0/rate", ["0", "007.50", "123456789012.123456789", "999999999999", "0.000000001"]),
  ...of(broken, "/taxes/0/rate", ["", ".5", "5.", "1,5", "+1", "-1", "1e3", " 1", "1 ", "1234567890123", "0.1234567890", "0x1", "\u0663", "1.2.3", "NaN", 5, 0.5]),
];

const dates = [
  ...of(sound, "/plans/0/available_from", ["1970-01-01", "2189-12-31", "2024-02-29", "2000-02-29", "2031-01-01"]),
  ...of(broken, "/plans/0/available_from", ["2026-2-3", "2026-13-01", "2026-00-10", "2026-01-32", "2026-01-00", "1969-12-31", "2190-01-01", "2026-01-01T00:00:00Z", "20260101", "2026/01/01", "", " 2026-01-01", "2026-01", 20260101]),
  ...of(beyond, "/plans/0/available_from", ["2026-02-30", "2026-02-29", "2100-02-29", "2026-04-31", "2026-06-31", "2026-11-31"]),
];

const free_data = "/plans/0/provisioned/complimentary/data";
const free_voice = "/plans/0/provisioned/complimentary/voice";
const amounts = [
  ...of(sound, free_data, [0, 1, largest, "5 MB", "1.5 GB", "0.5 KB", "1024 B", "007 KB", "0 B", "8388607 GB"]),
  ...of(broken, free_data, ["5MB", "5  MB", "5 mb", "5 TB", "5 KiB", "-5 MB", "5", "", "5 min", " 5 MB", "5 MB ", "1e3 B", "5\tMB", ".5 MB", "unlimited", -1, 1.5, largest + 1, {}]),
  ...of(beyond, free_data, ["0.5 B", "0.3 KB", "0.001 KB", "8388608 GB", "999999999999 GB", "0.000000001 MB"]),
  ...of(sound, free_voice, ["10 min", "1.5 h", "0.5 min", "30 s", "0.05 min", largest]),
  ...of(broken, free_voice, ["10 MB", "10 m", "10 sec", "10 minutes", "1:30", 0.5, -1, largest + 1]),
  ...of(beyond, free_voice, ["0.01 min", "0.5 s", "0.0001 h", "999999999999.5 s"]),
  ...of(broken, "/plans/0/provisioned/complimentary/sms", ["5", "5 message", -1, 2.5]),
  sound("catalog: 0.001 KB is a byte where the kilobyte has 1000", put(put(catalog, "/kilobyte_bytes", 1000), free_data, "0.001 KB")),
  beyond("catalog: 0.5 KB is whole, 0.0005 KB is not where the kilobyte has 1000", put(put(catalog, "/kilobyte_bytes", 1000), free_data, "0.0005 KB"), [`schema ${free_data}`]),
  ...of(broken, "/kilobyte_bytes", [1023, 1001, 0, "1024", 1024.5]),
  ...of(sound, "/plans/0/provisioned/triggers/data", ["unlimited", 0, "5 MB"]),
  ...of(broken, "/plans/0/provisioned/triggers/data", ["Unlimited", "", "none", -1]),
  ...of(sound, "/plans/0/provisioned/triggers/sms", ["unlimited", 0, largest]),
  ...of(broken, "/plans/0/provisioned/triggers/sms", ["5 MB", "5", largest + 1]),
  ...of(sound, "/plans/0/provisioned/triggers/days", [0, 36500]),
  ...of(broken, "/plans/0/provisioned/triggers/days", [-1, 36501, 0.5, "unlimited", "90"]),
];

const voice_rate = "/plans/0/overage/voice";
const tiers = "/plans/0/overage/data/tiers";
const foreign = { data: ["min", "message", "kb", "TB", "", 1], voice: ["MB", "message", "m", "Min", "", 60], sms: ["sms", "messages", "min", ""] };

// Flat and tiered rates of one kind of usage.
function rate_cases(kind, units) {
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
      broken(named(`at a price per ${JSON.stringify(per)}`), place({ ...flat, per }), [`schema ${pointer}/per`]),
      broken(named(`in tiers per ${JSON.stringify(per)}`), place({ ...tiered, per }), [`schema ${pointer}/per`]),
    ]),
    sound(named("in graduated tiers"), place({ ...tiered, mode: "graduated" })),
    sound(named("in tiers of no mode"), place({ per: units[0], tiers: steps })),
    ...["stairs", "Volume", "", null].map((mode) =>
      broken(named(`in tiers of mode ${JSON.stringify(mode)}`), place({ ...tiered, mode }), [`schema ${pointer}/mode`])),
    ...["yes", 1, null].flatMap((whole_units) => [
      broken(named(`at a price, whole units ${whole_units}`), place({ ...flat, whole_units }), [`schema ${pointer}/whole_units`]),
      broken(named(`in tiers, whole units ${whole_units}`), place({ ...tiered, whole_units }), [`schema ${pointer}/whole_units`]),
    ]),
    broken(named("at a price without a unit"), place({ price: "1" }), [`schema ${pointer}`]),
    broken(named("in tiers without a unit"), place({ tiers: steps }), [`schema ${pointer}`]),
    broken(named("per unit without a price"), place({ per: units[0] }), [`schema ${pointer}`]),
    broken(named("without a price, with a mode"), place({ per: units[0], mode: "volume" })),
    broken(named("at a price with a mode"), place({ ...flat, mode: "volume" }), [`schema ${pointer}/mode`]),
    broken(named("at a price and in tiers"), place({ ...tiered, price: "1" })),
    broken(named("at nothing"), place({}), [`schema ${pointer}`]),
    broken(named("at a price in a zone"), place({ ...flat, zone: 1 }), [`schema ${pointer}/zone`]),
    broken(named("in tiers in a zone"), place({ ...tiered, zone: 1 }), [`schema ${pointer}/zone`]),
    broken(named("in no tiers"), stepped([]), [`schema ${pointer}/tiers`]),
    broken(named("in a tier that is no list"), stepped({ price: "1" }), [`schema ${pointer}/tiers`]),
    sound(named("in one tier"), stepped(prices([null]))),
    broken(named("in a tier that ends"), stepped(prices([5])), [`schema ${pointer}/tiers/0/up_to`]),
    broken(named("in tiers of which the last ends"), stepped(prices([5, 6])), [`schema ${pointer}/tiers/1/up_to`]),
    broken(named("in tiers of which the first does not end"), stepped(prices([null, 6, null])), [`schema ${pointer}/tiers/0`]),
    beyond(named("in tiers with the end in the middle"), stepped(prices([1, null, 3])), [`schema ${pointer}/tiers/1`, `schema ${pointer}/tiers/2/up_to`]),
    beyond(named("in tiers that stand still"), stepped(prices([10, 10, null])), [`schema ${pointer}/tiers/1/up_to`]),
    beyond(named("in tiers that fall"), stepped(prices([10, 9, null])), [`schema ${pointer}/tiers/1/up_to`]),
    sound(named("in tiers to 1 and to the largest number"), stepped(prices([1, largest, null]))),
    ...[0, -1, 1.5, "10", null, largest + 1].map((up_to) =>
      broken(named(`in a tier up to ${JSON.stringify(up_to)}`), stepped([{ up_to, price: "1" }, { price: "1" }]), [`schema ${pointer}/tiers/0/up_to`])),
    broken(named("in a tier without a price"), stepped([{ up_to: 1 }, { price: "1" }]), [`schema ${pointer}/tiers/0`]),
    broken(named("in tiers within a state"), put(catalog, `/plans/0/provisioned/rates/${kind}`, { per: units[0], tiers: [{ price: "1" }] })),
  ];
}

const rates = [
  ...rate_cases("data", ["B", "KB", "MB", "GB"]),
  ...rate_cases("voice", ["s", "min", "h"]),
  ...rate_cases("sms", ["message"]),
];

// A prepaid plan with every member that it can have.
const { access_fee, included, overage, ...shared } = catalog.plans[0];
const prepaid = put(catalog, "/plans/1", {
  ...shared, id: "credit", name: "Credit", kind: "prepaid", prepaid_packs: catalog.plans[1].prepaid_packs,
});
const prepaid_members = [
  ["/plans/1/id", "required"],
  ...optional("/plans/1", Object.keys(shared).filter((member) => member !== "id" && member !== "kind")),
  ["/plans/1/carrier_technologies/0", "item"],
  ["/plans/1/service_areas/0", "item"],
];
const prepaid_plan = [
  sound("catalog of prepaid: every member", prepaid),
  ...member_cases("catalog of prepaid", prepaid, prepaid_members),
];

const plans = [
  sound("catalog: no plans", put(catalog, "/plans", [])),
  sound("catalog: the least catalog", { schema: "samebill/catalog/1", id: "c", currency: "EUR", plans: [] }),
  sound("catalog: the least plans", put(catalog, "/plans", [{ id: "a", access_fee: { amount: "0" } }, { id: "b", kind: "prepaid", prepaid_packs: [{ id: "p", price: "1" }] }])),
  sound("catalog: empty members", put(catalog, "/plans/0", { id: "a", access_fee: { amount: "1", volume: [] }, carrier_technologies: [], service_areas: [], recurring_fees: [], fees: {}, included: {}, overage: {}, provisioned: {}, suspended: {}, terms: {} })),
  sound("catalog: an availability that never holds", put(catalog, "/plans/0/available_until", "2019-12-31")),
  ...of(broken, "/plans/0/kind", ["hybrid", "Prepaid", ""]),
  broken("catalog: a prepaid plan that does not say so", without(catalog, "/plans/1/kind"), ["schema /plans/1", "schema /plans/1/prepaid_packs"]),
  broken("catalog: a postpaid plan with packs", put(catalog, "/plans/0/prepaid_packs", [{ id: "p", price: "1" }]), ["schema /plans/0/prepaid_packs"]),
  broken("catalog: a postpaid plan with packs instead of a fee", put(catalog, "/plans/1/kind", "postpaid"), ["schema /plans/1", "schema /plans/1/prepaid_packs"]),
  broken("catalog: a postpaid plan with no packs", put(catalog, "/plans/0/prepaid_packs", []), ["schema /plans/0/prepaid_packs"]),
  broken("catalog: a prepaid plan with an access fee", put(catalog, "/plans/1/access_fee", { amount: "1" }), ["schema /plans/1/access_fee"]),
  broken("catalog: a prepaid plan with empty included amounts", put(catalog, "/plans/1/included", {}), ["schema /plans/1/included"]),
  broken("catalog: a prepaid plan with empty overage", put(catalog, "/plans/1/overage", {}), ["schema /plans/1/overage"]),
  broken("catalog: a prepaid plan with an empty list of packs", put(catalog, "/plans/1/prepaid_packs", []), ["schema /plans/1/prepaid_packs"]),
  ...of(sound, "/plans/0/access_fee/months", [1, 12, 120]),
  ...of(broken, "/plans/0/access_fee/months", [0, 121, -1, 1.5, "12"]),
  ...of(sound, "/plans/0/access_fee/volume/0/from", [1, 99]),
  ...of(broken, "/plans/0/access_fee/volume/0/from", [0, -1, "10"]),
  ...of(sound, "/plans/0/access_fee/volume/1/from", [11, largest]),
  ...of(broken, "/plans/0/access_fee/volume/1/from", [largest + 1]),
  beyond("catalog: volume steps that do not rise", put(catalog, "/plans/0/access_fee/volume/1/from", 10), ["schema /plans/0/access_fee/volume/1/from"]),
  beyond("catalog: volume steps that fall", put(catalog, "/plans/0/access_fee/volume/1/from", 2), ["schema /plans/0/access_fee/volume/1/from"]),
  beyond("catalog: included sms without a rate (U9)", without(put(catalog, "/plans/0/included/sms", 1), "/plans/0/overage/sms"), ["schema /plans/0/included/sms"]),
  beyond("catalog: included data and voice without overage (U9)", without(put(catalog, "/plans/0/included", { voice: "1 min", data: "1 MB" }), "/plans/0/overage"), ["schema /plans/0/included/voice", "schema /plans/0/included/data"]),
  sound("catalog: included amounts of 0 need no rate", without(put(catalog, "/plans/0/included", { data: "0 MB", voice: 0 }), "/plans/0/overage")),
  sound("catalog: included amounts with rates", put(catalog, "/plans/0/included", { data: "5 MB", voice: "10 min", sms: 10 })),
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
  ...of(sound, "/terms/automatic_cancellation", [[], ["agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"]]),
  ...of(broken, "/terms/automatic_cancellation", [["inactive", "lazy"]], ["schema /terms/automatic_cancellation/1"]),
  ...of(broken, "/terms/automatic_cancellation", [["inactive", "inactive"]], ["duplicate_id /terms/automatic_cancellation/1"]),
  ...of(sound, "/money_rounding", ["half_even"]),
  ...of(broken, "/money_rounding", ["down", "HALF_UP", ""]),
];

const twice = (pointer, list) => put(catalog, pointer, list);
const duplicates = [
  beyond("catalog: two plans of one id", put(catalog, "/plans/1/id", "meter"), ["duplicate_id /plans/1/id"]),
  beyond("catalog: three plans of one id", twice("/plans", ["a", "a", "a"].map((id) => ({ id, access_fee: { amount: "1" } }))), ["duplicate_id /plans/1/id", "duplicate_id /plans/2/id"]),
  sound("catalog: ids differ by case", twice("/plans", ["a", "A"].map((id) => ({ id, access_fee: { amount: "1" } })))),
  beyond("catalog: two packs of one id", twice("/plans/1/prepaid_packs", [{ id: "p", price: "1" }, { id: "p", price: "2" }]), ["duplicate_id /plans/1/prepaid_packs/1/id"]),
  beyond("catalog: two recurring fees of one code", twice("/plans/0/recurring_fees", [{ code: "f", amount: "1" }, { code: "g", amount: "1" }, { code: "f", amount: "2" }]), ["duplicate_id /plans/0/recurring_fees/2/code"]),
  beyond("catalog: two SIM products of one id", twice("/sim_products", [{ id: "s" }, { id: "s" }]), ["duplicate_id /sim_products/1/id"]),
  beyond("catalog: two taxes of one id", twice("/taxes", [catalog.taxes[0], { ...catalog.taxes[0], jurisdiction: "FR" }]), ["duplicate_id /taxes/1/id"]),
  broken("catalog: a category twice", twice("/taxes/0/categories", ["usage", "access", "usage"]), ["duplicate_id /taxes/0/categories/2"]),
  ...of(broken, "/taxes/0/categories", [["usage", "fees"]], ["schema /taxes/0/categories/1"]),
  sound("catalog: all categories", twice("/taxes/0/categories", ["access", "recurring", "one_off", "usage", "prepaid"])),
  sound("catalog: no categories", twice("/taxes/0/categories", [])),
];

const spellings = [
  beyond("catalog: a member twice", respell(catalog, '"kilobyte_bytes":1024', '"kilobyte_bytes":1024,"kilobyte_bytes":1024'), ["schema /kilobyte_bytes"]),
  beyond("catalog: a plan's member twice", respell(catalog, '"available_until":"2030-12-31"', '"available_until":"2030-12-31","available_until":"2031-12-31"'), ["schema /plans/0/available_until"]),
  beyond("catalog: a member twice, once with an escape", respell(catalog, '"name":"Acme"', '"name":"Acme","n\\u0061me":"Acme"'), ["schema /name"]),
  beyond("catalog: an integer with a fraction of 0", respell(catalog, '"months":1,', '"months":1.0,'), ["schema /plans/0/access_fee/months"]),
  beyond("catalog: an integer with an exponent", respell(catalog, '"up_to":100,', '"up_to":1e2,'), [`schema ${tiers}/1/up_to`]),
  beyond("catalog: a kilobyte with an exponent", respell(catalog, '"kilobyte_bytes":1024', '"kilobyte_bytes":1.024e3'), ["schema /kilobyte_bytes"]),
  sound("catalog: escapes in names", respell(catalog, '"name":"Acme"', '"n\\u0061me":"\\ud83d\\ude80 \\u0000 \\/"')),
  sound("catalog: white space of every kind", respell(catalog, '"name":"Acme"', ' \t\r\n"name"\n:\t"Acme" ')),
];

export const catalog_cases = [
  sound("catalog: every member", catalog),
  ...member_cases("catalog", catalog, members),
  ...unknown_member_cases("catalog", catalog, objects),
  ...ids, ...currencies, ...decimals, ...dates, ...amounts, ...rates, ...prepaid_plan, ...plans, ...terms, ...duplicates, ...spellings,
];
