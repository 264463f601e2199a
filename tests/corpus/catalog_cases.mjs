// SPDX-License-Identifier: MIT
// Catalogs: members, plan forms, ids, spellings.

import {
  beyond,
  broken,
  catalog,
  member_cases,
  put,
  respell,
  sound,
  unknown_member_cases,
  values,
  without,
} from "./documents.mjs";

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
  ...optional("", [
    "version",
    "name",
    "kilobyte_bytes",
    "money_rounding",
    "terms",
    "sim_products",
    "taxes",
  ]),
  ...optional("/terms", Object.keys(catalog.terms)),
  ...required("/terms/data_rounding", ["increment", "per"]),
  ...required("/terms/voice_rounding", ["increment", "per"]),
  ["/terms/automatic_cancellation/0", "item"],
  ["/plans/0", "item"],
  ...required("/plans/0", ["id", "access_fee"]),
  ...optional("/plans/0", [
    "name",
    "kind",
    "carrier_technologies",
    "service_areas",
    "available_from",
    "available_until",
  ]),
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
  "",
  "/terms",
  "/terms/data_rounding",
  "/terms/voice_rounding",
  "/plans/0",
  "/plans/0/access_fee",
  "/plans/0/access_fee/volume/0",
  "/plans/0/recurring_fees/0",
  "/plans/0/fees",
  "/plans/0/included",
  "/plans/0/overage",
  "/plans/0/overage/data",
  "/plans/0/overage/data/tiers/0",
  "/plans/0/overage/sms",
  "/plans/0/provisioned",
  "/plans/0/provisioned/complimentary",
  "/plans/0/provisioned/triggers",
  "/plans/0/provisioned/rates",
  "/plans/0/provisioned/rates/data",
  "/plans/1",
  "/plans/1/prepaid_packs/0",
  "/sim_products/0",
  "/taxes/0",
];

const of = (make, pointer, list, errors) => values(make, "catalog", catalog, pointer, list, errors);
const largest = 9007199254740991;

// A prepaid plan with every member that it can have.
const { access_fee, included, overage, ...shared } = catalog.plans[0];
const prepaid = put(catalog, "/plans/1", {
  ...shared,
  id: "credit",
  name: "Credit",
  kind: "prepaid",
  prepaid_packs: catalog.plans[1].prepaid_packs,
});
const prepaid_members = [
  ["/plans/1/id", "required"],
  ...optional(
    "/plans/1",
    Object.keys(shared).filter((member) => member !== "id" && member !== "kind"),
  ),
  ["/plans/1/carrier_technologies/0", "item"],
  ["/plans/1/service_areas/0", "item"],
];
const prepaid_plan = [
  sound("catalog of prepaid: every member", prepaid),
  ...member_cases("catalog of prepaid", prepaid, prepaid_members),
];

const plans = [
  sound("catalog: no plans", put(catalog, "/plans", [])),
  sound("catalog: the least catalog", {
    schema: "samebill/catalog/1",
    id: "c",
    currency: "EUR",
    plans: [],
  }),
  sound(
    "catalog: the least plans",
    put(catalog, "/plans", [
      { id: "a", access_fee: { amount: "0" } },
      { id: "b", kind: "prepaid", prepaid_packs: [{ id: "p", price: "1" }] },
    ]),
  ),
  sound(
    "catalog: empty members",
    put(catalog, "/plans/0", {
      id: "a",
      access_fee: { amount: "1", volume: [] },
      carrier_technologies: [],
      service_areas: [],
      recurring_fees: [],
      fees: {},
      included: {},
      overage: {},
      provisioned: {},
      suspended: {},
      terms: {},
    }),
  ),
  sound(
    "catalog: an availability that never holds",
    put(catalog, "/plans/0/available_until", "2019-12-31"),
  ),
  ...of(broken, "/plans/0/kind", ["hybrid", "Prepaid", ""]),
  broken("catalog: a prepaid plan that does not say so", without(catalog, "/plans/1/kind"), [
    "schema /plans/1",
    "schema /plans/1/prepaid_packs",
  ]),
  broken(
    "catalog: a postpaid plan with packs",
    put(catalog, "/plans/0/prepaid_packs", [{ id: "p", price: "1" }]),
    ["schema /plans/0/prepaid_packs"],
  ),
  broken(
    "catalog: a postpaid plan with packs instead of a fee",
    put(catalog, "/plans/1/kind", "postpaid"),
    ["schema /plans/1", "schema /plans/1/prepaid_packs"],
  ),
  broken("catalog: a postpaid plan with no packs", put(catalog, "/plans/0/prepaid_packs", []), [
    "schema /plans/0/prepaid_packs",
  ]),
  broken(
    "catalog: a prepaid plan with an access fee",
    put(catalog, "/plans/1/access_fee", { amount: "1" }),
    ["schema /plans/1/access_fee"],
  ),
  broken(
    "catalog: a prepaid plan with empty included amounts",
    put(catalog, "/plans/1/included", {}),
    ["schema /plans/1/included"],
  ),
  broken("catalog: a prepaid plan with empty overage", put(catalog, "/plans/1/overage", {}), [
    "schema /plans/1/overage",
  ]),
  broken(
    "catalog: a prepaid plan with an empty list of packs",
    put(catalog, "/plans/1/prepaid_packs", []),
    ["schema /plans/1/prepaid_packs"],
  ),
  ...of(sound, "/plans/0/access_fee/months", [1, 12, 120]),
  ...of(broken, "/plans/0/access_fee/months", [0, 121, -1, 1.5, "12"]),
  ...of(sound, "/plans/0/access_fee/volume/0/from", [1, 99]),
  ...of(broken, "/plans/0/access_fee/volume/0/from", [0, -1, "10"]),
  ...of(sound, "/plans/0/access_fee/volume/1/from", [11, largest]),
  ...of(broken, "/plans/0/access_fee/volume/1/from", [largest + 1]),
  beyond(
    "catalog: volume steps that do not rise",
    put(catalog, "/plans/0/access_fee/volume/1/from", 10),
    ["schema /plans/0/access_fee/volume/1/from"],
  ),
  beyond("catalog: volume steps that fall", put(catalog, "/plans/0/access_fee/volume/1/from", 2), [
    "schema /plans/0/access_fee/volume/1/from",
  ]),
  beyond(
    "catalog: included sms without a rate (U9)",
    without(put(catalog, "/plans/0/included/sms", 1), "/plans/0/overage/sms"),
    ["schema /plans/0/included/sms"],
  ),
  beyond(
    "catalog: included data and voice without overage (U9)",
    without(
      put(catalog, "/plans/0/included", { voice: "1 min", data: "1 MB" }),
      "/plans/0/overage",
    ),
    ["schema /plans/0/included/voice", "schema /plans/0/included/data"],
  ),
  sound(
    "catalog: included amounts of 0 need no rate",
    without(put(catalog, "/plans/0/included", { data: "0 MB", voice: 0 }), "/plans/0/overage"),
  ),
  sound(
    "catalog: included amounts with rates",
    put(catalog, "/plans/0/included", { data: "5 MB", voice: "10 min", sms: 10 }),
  ),
];

const twice = (pointer, list) => put(catalog, pointer, list);
const duplicates = [
  beyond("catalog: two plans of one id", put(catalog, "/plans/1/id", "meter"), [
    "duplicate_id /plans/1/id",
  ]),
  beyond(
    "catalog: three plans of one id",
    twice(
      "/plans",
      ["a", "a", "a"].map((id) => ({ id, access_fee: { amount: "1" } })),
    ),
    ["duplicate_id /plans/1/id", "duplicate_id /plans/2/id"],
  ),
  sound(
    "catalog: ids differ by case",
    twice(
      "/plans",
      ["a", "A"].map((id) => ({ id, access_fee: { amount: "1" } })),
    ),
  ),
  beyond(
    "catalog: two packs of one id",
    twice("/plans/1/prepaid_packs", [
      { id: "p", price: "1" },
      { id: "p", price: "2" },
    ]),
    ["duplicate_id /plans/1/prepaid_packs/1/id"],
  ),
  beyond(
    "catalog: two recurring fees of one code",
    twice("/plans/0/recurring_fees", [
      { code: "f", amount: "1" },
      { code: "g", amount: "1" },
      { code: "f", amount: "2" },
    ]),
    ["duplicate_id /plans/0/recurring_fees/2/code"],
  ),
  beyond(
    "catalog: two SIM products of one id",
    twice("/sim_products", [{ id: "s" }, { id: "s" }]),
    ["duplicate_id /sim_products/1/id"],
  ),
  beyond(
    "catalog: two taxes of one id",
    twice("/taxes", [catalog.taxes[0], { ...catalog.taxes[0], jurisdiction: "FR" }]),
    ["duplicate_id /taxes/1/id"],
  ),
  broken("catalog: a category twice", twice("/taxes/0/categories", ["usage", "access", "usage"]), [
    "duplicate_id /taxes/0/categories/2",
  ]),
  ...of(broken, "/taxes/0/categories", [["usage", "fees"]], ["schema /taxes/0/categories/1"]),
  sound(
    "catalog: all categories",
    twice("/taxes/0/categories", ["access", "recurring", "one_off", "usage", "prepaid"]),
  ),
  sound("catalog: no categories", twice("/taxes/0/categories", [])),
];

const spellings = [
  beyond(
    "catalog: a member twice",
    respell(catalog, '"kilobyte_bytes":1024', '"kilobyte_bytes":1024,"kilobyte_bytes":1024'),
    ["schema /kilobyte_bytes"],
  ),
  beyond(
    "catalog: a plan's member twice",
    respell(
      catalog,
      '"available_until":"2030-12-31"',
      '"available_until":"2030-12-31","available_until":"2031-12-31"',
    ),
    ["schema /plans/0/available_until"],
  ),
  beyond(
    "catalog: a member twice, once with an escape",
    respell(catalog, '"name":"Acme"', '"name":"Acme","n\\u0061me":"Acme"'),
    ["schema /name"],
  ),
  beyond(
    "catalog: an integer with a fraction of 0",
    respell(catalog, '"months":1,', '"months":1.0,'),
    ["schema /plans/0/access_fee/months"],
  ),
  beyond("catalog: an integer with an exponent", respell(catalog, '"up_to":100,', '"up_to":1e2,'), [
    "schema /plans/0/overage/data/tiers/1/up_to",
  ]),
  beyond(
    "catalog: a kilobyte with an exponent",
    respell(catalog, '"kilobyte_bytes":1024', '"kilobyte_bytes":1.024e3'),
    ["schema /kilobyte_bytes"],
  ),
  sound(
    "catalog: escapes in names",
    respell(catalog, '"name":"Acme"', '"n\\u0061me":"\\ud83d\\ude80 \\u0000 \\/"'),
  ),
  sound(
    "catalog: white space of every kind",
    respell(catalog, '"name":"Acme"', ' \t\r\n"name"\n:\t"Acme" '),
  ),
];

export const catalog_cases = [
  sound("catalog: every member", catalog),
  ...member_cases("catalog", catalog, members),
  ...unknown_member_cases("catalog", catalog, objects),
  ...prepaid_plan,
  ...plans,
  ...duplicates,
  ...spellings,
];
