// SPDX-License-Identifier: MIT
// Drafts of quotes, quotes, and what is asked when a bill is set against one: documents that hold others.

import { scenario } from "./comparison_cases.mjs";
import {
  beyond,
  broken,
  member_cases,
  put,
  request,
  sound,
  unknown_member_cases,
  values,
  without,
} from "./documents.mjs";
import { documents } from "./outputs.mjs";
import { scenario_result } from "./quote_outputs.mjs";
import { sealed } from "./state_cases.mjs";

const customer = { name: "Harbour", account: "harbour", contact: "A. Martin", reference: "H-7" };
const draft = {
  schema: "samebill/quote_draft/1",
  id: "Q-1",
  version: 2,
  supersedes: documents.bill.digest,
  customer,
  scenario,
  valid_from: "2026-02-01",
  valid_until: "2026-02-28",
  remarks: "Thank you.",
};

// Of a draft as of the quote that is made of it.
const head_members = [
  ["/id", "required"],
  ["/version", "required"],
  ["/supersedes", "optional"],
  ["/customer", "required"],
  ["/customer/name", "required"],
  ["/customer/account", "optional"],
  ["/valid_from", "required"],
  ["/valid_until", "required"],
];

const of_draft = (make, pointer, list, errors) => values(make, "quote draft", draft, pointer, list, errors);

const draft_cases = [
  sound("quote draft: every member", draft),
  ...member_cases("quote draft", draft, [
    ...head_members,
    ["/customer/contact", "optional"],
    ["/customer/reference", "optional"],
    ["/scenario", "required"],
    ["/scenario/cohorts", "required"],
    ["/scenario/catalog/id", "required"],
    ["/remarks", "optional"],
  ]),
  ...unknown_member_cases("quote draft", draft, ["", "/customer", "/scenario", "/scenario/cohorts/0"]),
  ...of_draft(broken, "/scenario", [{}], ["schema /scenario"]),
  ...of_draft(broken, "/customer/name", [""]),
  ...of_draft(sound, "/scenario/seeds", [[3, 4], 2]),
  ...of_draft(broken, "/scenario/seeds", [[3, 4, 3]], ["schema /scenario/seeds/2"]),
  beyond(
    "quote draft: usage that ends before it begins",
    put(draft, "/scenario/cohorts/0/usage/0", {
      ...scenario.cohorts[0].usage[0],
      from: "2026-03-10",
      until: "2026-03-09",
    }),
    ["schema /scenario/cohorts/0/usage/0/until"],
  ),
  ...of_draft(sound, "/version", [1, 1000000]),
  ...of_draft(broken, "/version", [0, 1000001]),
  ...of_draft(sound, "/valid_until", ["2026-02-01"]),
  ...of_draft(beyond, "/valid_until", ["2026-01-31"]),
  ...of_draft(beyond, "/scenario/cohorts/0/plan", ["none"], ["unknown_plan /scenario/cohorts/0/plan"]),
  broken(
    "quote draft: problems of its own before, in and after the scenario",
    put(put(put(draft, "/version", 0), "/scenario/months", 0), "/valid_until", "2026-02-30"),
    ["schema /version", "schema /scenario/months", "schema /valid_until"],
  ),
];

const content = {
  schema: "samebill/quote/1",
  id: "Q-1",
  version: 2,
  supersedes: documents.bill.digest,
  customer,
  valid_from: "2026-02-01",
  valid_until: "2026-02-28",
  from: "2026-03",
  through: "2026-04",
  rules: "1",
  prices: { catalog: "acme", version: "acme.3", currency: "EUR", digest: documents.bill.digest },
  assumptions: [
    {
      code: "devices",
      cohort: "pumps",
      parameters: [{ name: "count", value: "3" }],
      text: "pumps: 3 devices.",
    },
  ],
  remarks: "Thank you.",
  scenario,
  result: scenario_result,
};
const quote = sealed(content);

const of_quote = (make, pointer, list, errors) => values(make, "quote", quote, pointer, list, errors);

const quote_cases_alone = [
  sound("quote: every member", quote),
  ...member_cases("quote", quote, [
    ...head_members,
    ["/from", "required"],
    ["/through", "required"],
    ["/rules", "required"],
    ["/prices", "required"],
    ["/prices/catalog", "required"],
    ["/prices/version", "optional"],
    ["/prices/currency", "required"],
    ["/prices/digest", "required"],
    ["/assumptions", "required"],
    ["/assumptions/0/code", "required"],
    ["/assumptions/0/cohort", "optional"],
    ["/assumptions/0/parameters", "required"],
    ["/assumptions/0/parameters/0/name", "required"],
    ["/assumptions/0/parameters/0/value", "required"],
    ["/assumptions/0/text", "required"],
    ["/remarks", "optional"],
    ["/scenario", "required"],
    ["/scenario/months", "required"],
    ["/result", "required"],
    ["/result/totals/total", "required"],
    ["/digest", "required"],
  ]),
  ...unknown_member_cases("quote", quote, [
    "",
    "/customer",
    "/prices",
    "/assumptions/0",
    "/scenario",
    "/result",
    "/result/months/0",
  ]),
  ...of_quote(broken, "/scenario", [{}], ["schema /scenario"]),
  ...of_quote(broken, "/result", [{}], ["schema /result"]),
  ...of_quote(broken, "/customer/name", [""]),
  ...of_quote(beyond, "/scenario/cohorts/0/plan", ["none"], ["unknown_plan /scenario/cohorts/0/plan"]),
];

const issued = (bill) => {
  const { digest, ...said } = bill;
  return sealed(said);
};
const bill = issued({ ...documents.bill, total: "49.23" });
const resealed = (pointer, value) => issued(put(bill, pointer, value));
const check = {
  schema: "samebill/quote_check/1",
  quote,
  requests: [request],
  bill,
  matches: [{ cohort: "pumps", devices: ["pump-1", "pump-2"] }],
};
// March, and April with what March left.
const april = { ...request, events: [], usage: [], from: "2026-04", through: "2026-04", adjustments: [] };
const opening = (period) =>
  sealed({ schema: "samebill/state/1", rules: "1", account: "harbour", catalog: "acme-2026", period, devices: [] });
const months = {
  ...check,
  requests: [request, { ...april, opening: opening("2026-03") }],
  bill: resealed("/period", "2026-04"),
};
const alone = { schema: check.schema, requests: check.requests, bill, quote };
const amounts = { subtotal: "999999999999.00", tax: "0.00", amount: "999999999999.00" };

const of = (make, pointer, list, errors) => values(make, "quote check", check, pointer, list, errors);

const check_cases = [
  sound("quote check: every member", check),
  sound("quote check: no matches", alone),
  sound("quote check: a final bill", put(check, "/bill", { ...documents.final_bill, bill })),
  sound("quote check: two requests", months),
  ...member_cases("quote check", check, [
    ["/quote", "required"],
    ["/requests", "required"],
    ["/requests/0", "item"],
    ["/requests/0/catalog", "required"],
    ["/requests/0/usage/0/quantity", "required"],
    ["/bill", "required"],
    ["/bill/lines", "required"],
    ["/matches", "optional"],
    ["/matches/0/cohort", "required"],
    ["/matches/0/devices", "required"],
    ["/matches/0/devices/1", "item"],
  ]),
  ...unknown_member_cases("quote check", check, ["", "/quote", "/quote/result", "/requests/0", "/bill", "/matches/0"]),
  ...of(broken, "/quote", [{}], ["schema /quote"]),
  ...of(broken, "/quote/scenario", [{}], ["schema /quote/scenario"]),
  ...of(broken, "/requests", [[], Array.from({ length: 121 }, () => request)]),
  ...of(broken, "/requests", [[{}]], ["schema /requests/0"]),
  ...of(broken, "/bill", [{}, [bill], { schema: "samebill/result/1", bills: [] }, documents.result]),
  ...of(broken, "/bill", [{ ...documents.final_bill, bill: documents.result }], null),
  ...of(broken, "/matches/0/devices", [["pump-1", "pump-1"]], ["duplicate_id /matches/0/devices/1"]),
  beyond(
    "quote check: a device and a cohort in two matches",
    put(check, "/matches/1", { cohort: "pumps", devices: ["pump-2"] }),
    ["duplicate_id /matches/1/cohort", "duplicate_id /matches/1/devices/0"],
  ),
  ...of(beyond, "/matches/0/cohort", ["none"]),
  ...of(beyond, "/quote/digest", [documents.bill.digest]),
  ...of(beyond, "/bill/digest", [documents.bill.digest]),
  beyond("quote check: other rules", put(check, "/quote", sealed({ ...content, rules: "2" })), ["schema /quote/rules"]),
  beyond("quote check: another account's bill", put(check, "/bill", resealed("/account", "other")), [
    "schema /bill/account",
  ]),
  beyond("quote check: a bill in another currency", put(check, "/bill", resealed("/currency", "USD")), [
    "schema /bill/currency",
  ]),
  beyond("quote check: a bill of another month", put(check, "/bill", resealed("/period", "2026-04")), [
    "period /bill/period",
  ]),
  beyond(
    "quote check: digits that the bill's currency does not have",
    put(check, "/bill", resealed("/total", "1.234")),
    ["schema /bill/total"],
  ),
  beyond(
    "quote check: a final bill of another account",
    put(check, "/bill", { ...documents.final_bill, bill: resealed("/account", "other") }),
    ["schema /bill/bill/account"],
  ),
  beyond(
    "quote check: adjustments that come to 10^12",
    put(
      check,
      "/bill",
      resealed(
        "/adjustments",
        [1, 2].map(() => ({ ...documents.bill.adjustments[0], ...amounts })),
      ),
    ),
    ["overflow /bill/adjustments"],
  ),
  beyond(
    "quote check: an event of a device that the account does not have",
    put(check, "/requests/0/events/1/device", "nobody"),
    ["unknown_device /requests/0/events/1/device"],
  ),
  beyond("quote check: a second request without an opening", without(months, "/requests/1/opening"), [
    "schema /requests/1",
  ]),
  beyond(
    "quote check: a month between the requests",
    put(months, "/requests/1", { ...april, opening: opening("2026-04"), from: "2026-05", through: "2026-05" }),
    ["period /requests/1/from", "period /bill/period"],
  ),
  beyond(
    "quote check: events of a device that the last request has no more",
    put(months, "/requests/1/account/devices", [{ id: "pump-2" }]),
    ["unknown_device /requests/0/events/0/device", "unknown_device /requests/0/events/1/device"],
  ),
  beyond(
    "quote check: a record that another request has otherwise",
    put(months, "/requests/1/usage", [
      { ...request.usage[0], start: "2026-04-01T00:00:00Z", end: "2026-04-01T00:00:00Z" },
    ]),
    ["conflicting_record /requests/1/usage/0"],
  ),
  broken(
    "quote check: problems of every document in it",
    put(
      put(put(put(check, "/quote/scenario/months", 0), "/requests/0/through", "2026-13"), "/bill/total", 1),
      "/matches/0/cohort",
      "",
    ),
    [
      "schema /quote/scenario/months",
      "schema /requests/0/through",
      "schema /bill/total",
      "schema /matches/0/cohort",
    ],
  ),
];

export const quote_cases = [...draft_cases, ...quote_cases_alone, ...check_cases];
