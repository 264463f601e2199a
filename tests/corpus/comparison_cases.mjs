// SPDX-License-Identifier: MIT
// Comparisons: alternatives, what is asked of them, and the problems of patched scenarios at places of the patch.

import { beyond, broken, member_cases, put, sound, unknown_member_cases, values, without } from "./documents.mjs";

const cohort = {
  name: "pumps",
  count: 3,
  plan: "meter",
  usage: [
    { name: "report", kind: "data", times: { per: "day", count: 1 }, payload: 1000 },
    { name: "call", kind: "voice", times: { per: "week", count: 1 }, duration: 60 },
    { name: "text", kind: "sms", times: { per: "week", count: 1 } },
  ],
};
export const scenario = {
  schema: "samebill/scenario/1",
  catalog: {
    schema: "samebill/catalog/1",
    id: "acme",
    currency: "EUR",
    plans: ["meter", "sensor"].map((id) => ({
      id,
      access_fee: { amount: "2.00" },
      overage: { data: { price: "0.10", per: "MB" } },
    })),
  },
  account: { schema: "samebill/account/1", id: "harbour", agreement: { from: "2026-01-01" }, devices: [] },
  from: "2026-03",
  months: 2,
  cohorts: [cohort],
};
const comparison = {
  schema: "samebill/comparison/1",
  name: "Plans",
  base: scenario,
  alternatives: [{ name: "as it is" }, { name: "sensors", patch: { cohorts: [{ ...cohort, plan: "sensor" }] } }],
  reference: "sensors",
  break_even: [
    { over: "devices", cohort: "pumps", from: 1, through: 100, points: 5 },
    { over: "usage", cohort: "pumps", from: 0, through: 200, points: 5 },
    { over: "amount", cohort: "pumps", behaviour: "report", from: 0, through: 2000, points: 5 },
    { over: "month" },
  ],
  sensitivity: { alternative: "sensors", percent: 10 },
};

const of = (make, pointer, list, errors) => values(make, "comparison", comparison, pointer, list, errors);
const named = (count) => Array.from({ length: count }, (_, at) => ({ name: `a ${at}` }));
const patched = (patch) => ({ ...comparison, alternatives: [{ name: "sensors", patch }], break_even: [] });

export const comparison_cases = [
  sound("comparison: every member", comparison),
  sound("comparison: the least", {
    schema: comparison.schema,
    base: scenario,
    alternatives: [{ name: "as it is" }],
  }),
  ...member_cases("comparison", comparison, [
    ["/base", "required"],
    ["/alternatives", "required"],
    ["/break_even", "optional"],
    ["/alternatives/0/name", "required"],
    ["/alternatives/1/patch", "optional"],
    ["/break_even/0/over", "required"],
    ["/break_even/0/cohort", "optional"],
    ["/break_even/0/from", "optional"],
    ["/break_even/0/through", "required"],
    ["/break_even/0/points", "optional"],
    ["/break_even/1/through", "required"],
    ["/break_even/2/cohort", "required"],
    ["/break_even/2/behaviour", "required"],
    ["/break_even/2/through", "required"],
    ["/sensitivity/alternative", "optional"],
    ["/sensitivity/percent", "optional"],
  ]),
  ...unknown_member_cases("comparison", comparison, [
    "",
    "/alternatives/0",
    "/break_even/0",
    "/break_even/2",
    "/break_even/3",
    "/sensitivity",
  ]),
  sound("comparison: no sensitivity", without(comparison, "/sensitivity")),
  ...of(sound, "/sensitivity", [true, false, {}]),
  ...of(broken, "/sensitivity", [null, 10]),
  ...of(broken, "/sensitivity/percent", [0, 51, "10"]),
  ...of(beyond, "/sensitivity/alternative", ["none"], ["schema /sensitivity/alternative"]),
  ...of(beyond, "/reference", ["none"], ["schema /reference"]),
  ...of(broken, "/reference", ["", 1]),
  ...of(broken, "/alternatives", [[], named(9)], ["schema /alternatives"]),
  ...of(broken, "/alternatives/1/name", [""], ["schema /alternatives/1/name"]),
  ...of(beyond, "/alternatives/1/name", ["as it is"], ["duplicate_id /alternatives/1/name"]),
  ...of(broken, "/alternatives/1/patch", [[], null, "x"], ["schema /alternatives/1/patch"]),
  ...of(broken, "/break_even", [Array.from({ length: 9 }, () => ({ over: "month" }))], ["schema /break_even"]),
  ...of(broken, "/break_even/0/over", ["fleet", null]),
  ...of(beyond, "/break_even/0/cohort", ["none"], ["schema /break_even/0/cohort"]),
  ...of(broken, "/break_even/0/from", [-1, 10000001]),
  ...of(beyond, "/break_even/0/from", [100], ["schema /break_even/0/through"]),
  ...of(broken, "/break_even/0/points", [1, 201]),
  ...of(broken, "/break_even/1/through", [0, 10001]),
  ...of(beyond, "/break_even/2/behaviour", ["none"], ["schema /break_even/2/behaviour"]),
  ...of(broken, "/break_even/2/through", [1099511627777]),
  beyond(
    "comparison: a call longer than a day",
    put(put(comparison, "/break_even/2/behaviour", "call"), "/break_even/2/through", 86401),
    ["schema /break_even/2/through"],
  ),
  beyond(
    "comparison: a text of no messages",
    put(comparison, "/break_even/2/behaviour", "text"),
    ["schema /break_even/2/from"],
  ),
  beyond(
    "comparison: more usage than a session may be stated with",
    put(put(comparison, "/base/cohorts/0/usage/0/payload", 1099511627776), "/alternatives/0", {
      name: "as it is",
      patch: { cohorts: [{ ...cohort, variation: { classes: [{ name: "c", share: 1, percent: 100000 }] },
        usage: [{ ...cohort.usage[0], payload: 1099511627776 }, ...cohort.usage.slice(1)] }] },
    }),
    ["limit /break_even/1/through"],
  ),
  beyond(
    "comparison: problems of the base, told once",
    put(put(comparison, "/base/cohorts/0/plan", "none"), "/base/cohorts/0/sim_product", "none"),
    ["unknown_plan /base/cohorts/0/plan", "unknown_sim_product /base/cohorts/0/sim_product"],
  ),
  broken(
    "comparison: its own problems and those of the base",
    put(put(put(comparison, "/base/months", 0), "/break_even/3/over", "year"), "/reference", 1),
    ["schema /base/months", "schema /reference", "schema /break_even/3/over"],
  ),
  beyond("comparison: a patch's problem at the patch", patched({ cohorts: [{ ...cohort, plan: "none" }] }), [
    "unknown_plan /alternatives/0/patch/cohorts/0/plan",
  ]),
  beyond("comparison: what a patch takes away is told at the patch", patched({ cohorts: null }), [
    "schema /alternatives/0/patch",
  ]),
  beyond("comparison: a plan that the patch takes from the catalog", patched({ catalog: { plans: [] } }), [
    "unknown_plan /alternatives/0/patch",
  ]),
  beyond(
    "comparison: alternatives of other months and currency",
    put(comparison, "/alternatives/1/patch", { months: 3, catalog: { currency: "USD" } }),
    ["period /alternatives/1", "schema /alternatives/1"],
  ),
];
