// SPDX-License-Identifier: MIT
// Accounts: members, agreement, discounts, attachments taken by themselves, devices.

import {
  account,
  beyond,
  broken,
  member_cases,
  put,
  respell,
  sound,
  unknown_member_cases,
  values,
  without,
} from "./documents.mjs";

const optional = (parent, members) => members.map((member) => [`${parent}/${member}`, "optional"]);
const required = (parent, members) => members.map((member) => [`${parent}/${member}`, "required"]);

const members = [
  ...required("", ["id", "agreement", "devices"]),
  ...optional("", ["name", "pricing_attachments", "tax"]),
  ["/agreement/from", "required"],
  ...optional("/agreement", ["until", "plans", "terms", "minimum_monthly_charge", "discounts"]),
  ["/agreement/plans/0", "item"],
  ["/agreement/terms/inactive_lapse_days", "optional"],
  ["/agreement/discounts/0", "item"],
  ...required("/agreement/discounts/0", ["code", "percent", "categories"]),
  ...optional("/agreement/discounts/0", ["from", "until"]),
  ["/agreement/discounts/0/categories/0", "item"],
  ["/pricing_attachments/0", "item"],
  ...required("/pricing_attachments/0", ["plan", "overrides"]),
  ...optional("/tax", ["jurisdictions", "exemptions"]),
  ["/tax/jurisdictions/0", "item"],
  ["/tax/exemptions/0", "item"],
  ...required("/tax/exemptions/0", ["tax", "certificate"]),
  ...optional("/tax/exemptions/0", ["from", "until"]),
  ["/devices/0", "item"],
  ["/devices/0/id", "required"],
  ...optional("/devices/0", [
    "sim_product",
    "carrier_technology",
    "service_area",
    "shipped_on",
    "iccid",
    "imsi",
    "msisdn",
  ]),
];
const objects = [
  "",
  "/agreement",
  "/agreement/terms",
  "/agreement/discounts/0",
  "/pricing_attachments/0",
  "/tax",
  "/tax/exemptions/0",
  "/devices/0",
];

const of = (make, pointer, list, errors) => values(make, "account", account, pointer, list, errors);
const discounts = (...list) =>
  put(
    account,
    "/agreement/discounts",
    list.map(([percent, categories, from, until], i) => ({
      code: `d${i}`,
      percent,
      categories,
      ...(from && { from }),
      ...(until && { until }),
    })),
  );
const percent_of = (i) => `schema /agreement/discounts/${i}/percent`;

const agreement = [
  ...of(sound, "/agreement/discounts/0/percent", [
    "0",
    "100",
    "100.000",
    "099.5",
    "33.333333333",
    "000000000100",
  ]),
  ...of(broken, "/agreement/discounts/0/percent", [
    "100.000000001",
    "101",
    "-1",
    "1000",
    "",
    "10 %",
    ".5",
    "0000000000100",
    10,
  ]),
  ...of(sound, "/agreement/until", ["2024-12-31", "2189-12-31"]),
  ...of(broken, "/agreement/from", ["", "2026-1-1", "1969-12-31", "2190-01-01"]),
  ...of(beyond, "/agreement/from", ["2023-02-29", "2026-09-31"]),
  ...of(sound, "/agreement/plans", [[], ["meter"]]),
  ...of(
    broken,
    "/agreement/plans",
    [["meter", "credit", "meter"]],
    ["duplicate_id /agreement/plans/2"],
  ),
  ...of(broken, "/agreement/plans", [["meter", "a b"]], ["schema /agreement/plans/1"]),
  ...of(broken, "/agreement/minimum_monthly_charge", ["-1", "1.2345678901", "1e2", 10]),
  ...of(
    broken,
    "/agreement/discounts/0/categories",
    [["access", "fees"]],
    ["schema /agreement/discounts/0/categories/1"],
  ),
  ...of(
    broken,
    "/agreement/discounts/0/categories",
    [["access", "access"]],
    ["duplicate_id /agreement/discounts/0/categories/1"],
  ),
];

// B8: January 2026 is the month that they share.
const shares = [
  sound(
    "account: discounts of 100 percent in all",
    discounts(["60", ["access"]], ["40", ["access"]]),
  ),
  beyond(
    "account: discounts of more than 100 percent",
    discounts(["60", ["access"]], ["40.000000001", ["access"]]),
    [percent_of(1)],
  ),
  beyond(
    "account: each discount that passes 100 percent",
    discounts(["100", ["usage"]], ["1", ["usage"]], ["0", ["usage"]], ["5", ["access"]]),
    [percent_of(1), percent_of(2)],
  ),
  beyond(
    "account: two discounts that pass 100 percent",
    discounts(["100", ["usage"]], ["1", ["usage", "access"]], ["2", ["usage"]]),
    [percent_of(1), percent_of(2)],
  ),
  sound(
    "account: discounts of different categories",
    discounts(["100", ["usage"]], ["100", ["access"]]),
  ),
  sound(
    "account: discounts of different months",
    discounts(
      ["100", ["usage"], "2026-01-01", "2026-01-31"],
      ["100", ["usage"], "2026-02-01", "2026-02-28"],
    ),
  ),
  sound(
    "account: discounts that share days but no whole month",
    discounts(
      ["100", ["usage"], "2026-01-01", "2026-02-15"],
      ["100", ["usage"], "2026-02-01", "2026-02-28"],
    ),
  ),
  beyond(
    "account: discounts that share one whole month",
    discounts(
      ["100", ["usage"], "2026-01-01", "2026-02-28"],
      ["1", ["usage"], "2026-02-01", "2026-03-15"],
    ),
    [percent_of(1)],
  ),
  sound(
    "account: a discount that never holds",
    discounts(["100", ["usage"]], ["100", ["usage"], "2026-03-01", "2026-02-01"]),
  ),
  sound(
    "account: a discount within part of a month never holds",
    discounts(["100", ["usage"]], ["100", ["usage"], "2026-03-02", "2026-03-31"]),
  ),
];

const lists = [
  sound("account: the least account", {
    schema: "samebill/account/1",
    id: "a",
    agreement: { from: "2026-01-01" },
    devices: [],
  }),
  sound("account: empty members", {
    schema: "samebill/account/1",
    id: "a",
    agreement: { from: "2026-01-01", terms: {}, discounts: [] },
    pricing_attachments: [],
    tax: {},
    devices: [],
  }),
  beyond("account: two devices of one id", put(account, "/devices/1/id", "pump-1"), [
    "duplicate_id /devices/1/id",
  ]),
  beyond(
    "account: two discounts of one code",
    put(
      account,
      "/agreement/discounts",
      ["1", "2"].map((percent) => ({ code: "d", percent, categories: [] })),
    ),
    ["duplicate_id /agreement/discounts/1/code"],
  ),
  beyond(
    "account: two attachments of one plan",
    put(account, "/pricing_attachments/1", { plan: "meter", overrides: {} }),
    ["duplicate_id /pricing_attachments/1/plan"],
  ),
  sound("account: an empty patch", put(account, "/pricing_attachments/0/overrides", {})),
  ...of(broken, "/pricing_attachments/0/overrides", [[], "x", 0]),
  sound(
    "account: empty strings for people",
    put(put(account, "/devices/0/iccid", ""), "/name", ""),
  ),
  ...of(broken, "/devices/0/shipped_on", ["", "2026-01-15T00:00:00Z", "15.01.2026"]),
  ...of(beyond, "/devices/0/shipped_on", ["2025-02-29"]),
];

const spellings = [
  beyond(
    "account: a device's member twice",
    respell(account, '"imsi":"262010000000001"', '"imsi":"1","imsi":"1"'),
    ["schema /devices/0/imsi"],
  ),
  beyond(
    "account: a patch's member twice",
    respell(account, '"amount":"2.75"', '"amount":"2.75","amount":"2.75"'),
    ["schema /pricing_attachments/0/overrides/access_fee/amount"],
  ),
  beyond(
    "account: an integer of the terms with an exponent",
    respell(account, '"inactive_lapse_days":365', '"inactive_lapse_days":365e0'),
    ["schema /agreement/terms/inactive_lapse_days"],
  ),
  beyond(
    "account: an integer of the terms with a fraction",
    respell(account, '"inactive_lapse_days":365', '"inactive_lapse_days":365.0'),
    ["schema /agreement/terms/inactive_lapse_days"],
  ),
];

export const account_cases = [
  sound("account: every member", account),
  ...member_cases("account", account, members),
  ...unknown_member_cases("account", account, objects),
  ...agreement,
  ...shares,
  ...lists,
  ...spellings,
  broken("account: a device given as an id", put(account, "/devices/1", "pump-2"), [
    "schema /devices/1",
  ]),
  broken(
    "account: without anything",
    without(
      without(
        without({ schema: account.schema, id: "a", agreement: 0, devices: 0 }, "/id"),
        "/agreement",
      ),
      "/devices",
    ),
    ["schema "],
  ),
];
