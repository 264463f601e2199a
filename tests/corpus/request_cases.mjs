// SPDX-License-Identifier: MIT
// Requests: members, events by type, sessions, instants, attachments merged into plans, adjustments.

import {
  beyond,
  broken,
  digest_a,
  digest_b,
  member_cases,
  put,
  request,
  respell,
  sound,
  unknown_member_cases,
  values,
  without,
} from "./documents.mjs";

const optional = (parent, members) => members.map((member) => [`${parent}/${member}`, "optional"]);
const required = (parent, members) => members.map((member) => [`${parent}/${member}`, "required"]);

const members = [
  ...required("", ["catalog", "account", "events", "usage", "from", "through"]),
  ...optional("", ["adjustments", "inputs_digest"]),
  ["/events/0", "item"],
  ...required("/events/0", ["at", "type", "device"]),
  ["/events/0/plan", "optional"],
  ["/usage/0", "item"],
  ...required("/usage/0", ["id", "device", "kind", "start", "end", "quantity"]),
  ["/adjustments/0", "item"],
  ...required("/adjustments/0", ["of", "issued", "corrected", "subtotal", "tax", "amount"]),
];
const objects = [
  "",
  "/catalog",
  "/catalog/plans/0",
  "/account",
  "/account/devices/0",
  "/events/0",
  "/events/1",
  "/usage/0",
  "/adjustments/0",
];

const of = (make, pointer, list, errors) => values(make, "request", request, pointer, list, errors);

const months = [
  ...of(broken, "/through", [
    "2026-13",
    "2026-00",
    "2026-3",
    "26-03",
    "1969-12",
    "2190-01",
    "2026-03-01",
    "",
    202603,
  ]),
  ...of(sound, "/through", ["2026-04", "2036-02"]),
  sound("request: the first month of all", {
    ...request,
    events: [],
    usage: [],
    adjustments: [],
    from: "1970-01",
    through: "1970-01",
  }),
];

const patch = (overrides) => put(request, "/account/pricing_attachments/0/overrides", overrides);
const at_patch = ["schema /account/pricing_attachments/0/overrides"];
const attachments = [
  ...[
    {},
    { id: "meter" },
    { name: "Harbour's", available_from: null },
    { access_fee: { volume: null, months: 12 } },
    { overage: { data: { tiers: null, mode: null, price: "0.03" } } },
    {
      provisioned: null,
      suspended: { triggers: { data: "5 MB" } },
      terms: { pooling_allowed: true, plan_change: null },
    },
    { kind: null },
    {
      kind: "prepaid",
      access_fee: null,
      included: null,
      overage: null,
      prepaid_packs: [{ id: "p", price: "1" }],
    },
    { absent: null },
    { included: { data: "1 MB" } },
  ].map((overrides) => sound(`request: a patch ${JSON.stringify(overrides)}`, patch(overrides))),
  ...[
    { id: "other" },
    { id: null },
    { access_fee: null },
    { access_fee: { amount: null } },
    { access_fee: { amount: "-1" } },
    { access_fee: { amount: 2.75 } },
    { access_fee: "free" },
    { zone: 1 },
    { access_fee: { zone: {} } },
    { kind: "prepaid" },
    { overage: { sms: null }, included: { sms: 1 } },
    { overage: { data: { price: "1" } } },
    { overage: { voice: { per: "MB" } } },
    { terms: { plan_change: "now" } },
    {
      recurring_fees: [
        { code: "a", amount: "1" },
        { code: "a", amount: "1" },
      ],
    },
    { available_from: "2026-02-30" },
  ].map((overrides) =>
    beyond(`request: a patch ${JSON.stringify(overrides)}`, patch(overrides), at_patch),
  ),
  beyond(
    "request: a patch with an integer that has a fraction of 0",
    respell(patch({ access_fee: { months: 12 } }), '"months":12', '"months":12.0'),
    at_patch,
  ),
  beyond(
    "request: a patch is not looked at on a plan that is not sound itself",
    put(patch({ id: "other" }), "/catalog/plans/0/access_fee/volume/1/from", 10),
    ["schema /catalog/plans/0/access_fee/volume/1/from"],
  ),
  beyond(
    "request: two patches, both in error",
    put(patch({ id: "other" }), "/account/pricing_attachments/1", {
      plan: "credit",
      overrides: { prepaid_packs: [] },
    }),
    [...at_patch, "schema /account/pricing_attachments/1/overrides"],
  ),
];

const adjustment = "/adjustments/0";
const adjusted = (subtotal, tax, amount) =>
  put(request, adjustment, {
    of: "2026-02",
    issued: digest_a,
    corrected: digest_b,
    subtotal,
    tax,
    amount,
  });
const in_yen = (document) => put(document, "/catalog/currency", "JPY");
const adjustments = [
  sound("request: an adjustment with leading zeros", adjusted("-001.00", "0000.50", "-0.50")),
  sound("request: an adjustment of minus zero", adjusted("-0.00", "0.00", "0.00")),
  sound("request: an adjustment of nothing", adjusted("5.00", "-5.00", "0.00")),
  sound("request: an adjustment in yen", in_yen(adjusted("-100", "-10", "-110"))),
  sound(
    "request: two adjustments of one month",
    put(request, "/adjustments/1", request.adjustments[0]),
  ),
  beyond("request: an adjustment that does not add up", adjusted("1.00", "0.19", "1.18"), [
    "schema /adjustments/0/amount",
  ]),
  beyond("request: an adjustment with a wrong sign", adjusted("-1.00", "-0.19", "1.19"), [
    "schema /adjustments/0/amount",
  ]),
  beyond("request: an adjustment with three digits", adjusted("1.000", "0.00", "1.00"), [
    "schema /adjustments/0/subtotal",
  ]),
  beyond("request: a tax without digits after the point", adjusted("1.00", "0", "1.00"), [
    "schema /adjustments/0/tax",
  ]),
  beyond("request: yen with digits after the point", in_yen(adjusted("1", "0", "1.00")), [
    "schema /adjustments/0/amount",
  ]),
  beyond(
    "request: an adjustment of the first month billed",
    put(request, `${adjustment}/of`, "2026-03"),
    ["schema /adjustments/0/of"],
  ),
  beyond("request: an adjustment of a later month", put(request, `${adjustment}/of`, "2026-04"), [
    "schema /adjustments/0/of",
  ]),
  ...of(broken, `${adjustment}/subtotal`, [
    "1.",
    "+1.00",
    "1.0",
    "1.00000",
    ".50",
    "1,00",
    "1e2",
    "",
    " 1.00",
    "1234567890123.00",
    "--1.00",
    -1,
  ]),
  ...of(broken, `${adjustment}/of`, ["2026-2", "2026-02-01", "1969-12"]),
  ...of(broken, `${adjustment}/issued`, [
    "",
    digest_a.slice(7),
    digest_a.slice(0, -1),
    `${digest_a}0`,
    digest_b.toUpperCase(),
    digest_b.replace("f", "F"),
    digest_b.replace("f", "g"),
    digest_a.replace("256", "512"),
  ]),
];

const opening = [
  ...[null, [], "state", 1].map((state) =>
    broken(`request: opening is ${JSON.stringify(state)}`, put(request, "/opening", state), [
      "schema /opening",
    ]),
  ),
  broken("request: an empty opening", put(request, "/opening", {})),
];

const flipped = {
  through: "2026-3",
  usage: 5,
  ...without(without(request, "/through"), "/usage"),
  zone: true,
};
const several = [
  broken(
    "request: problems in the order of the text",
    {
      ...request,
      usage: [
        { ...request.usage[0], start: "x", quantity: -1 },
        { id: "a b", kind: "mms" },
      ],
      from: "2026",
      events: [{ type: "fly" }, 5],
    },
    [
      "schema /events/0",
      "schema /events/0/type",
      "schema /events/1",
      "schema /usage/0/start",
      "schema /usage/0/quantity",
      "schema /usage/1",
      "schema /usage/1/id",
      "schema /usage/1/kind",
      "schema /from",
    ],
  ),
  broken("request: the order is that of the text, not that of the form", flipped, [
    "schema /through",
    "schema /usage",
    "schema /zone",
  ]),
  broken(
    "request: a missing member comes before what is inside",
    without({ ...request, catalog: { ...request.catalog, currency: "XXX" } }, "/account"),
    ["schema ", "schema /catalog/currency"],
  ),
  broken(
    "request: duplicate ids among other problems",
    put(
      put(
        put(request, "/account/devices", [{ id: "pump-1", imsi: 1 }, { id: "pump-1" }]),
        "/usage/0/quantity",
        null,
      ),
      "/catalog/kilobyte_bytes",
      512,
    ),
    [
      "schema /catalog/kilobyte_bytes",
      "schema /account/devices/0/imsi",
      "duplicate_id /account/devices/1/id",
      "schema /usage/0/quantity",
    ],
  ),
  broken(
    "request: several members missing make one problem",
    without(without(request, "/from"), "/through"),
    ["schema "],
  ),
  beyond(
    "request: checks of the decoder alone, in order",
    put(
      put(put(request, "/usage/0/end", "2026-03-03T09:00:00Z"), "/adjustments/0/amount", "0.00"),
      "/catalog/plans/1/id",
      "meter",
    ),
    ["duplicate_id /catalog/plans/1/id", "schema /usage/0/end", "schema /adjustments/0/amount"],
  ),
  broken(
    "request: references wait for the shape",
    put(put(request, "/events/0/plan", "nowhere"), "/usage/0/quantity", -1),
    ["schema /usage/0/quantity"],
  ),
  broken(
    "request: of more than 100 problems the first 100 are told",
    put(
      request,
      "/usage",
      Array.from({ length: 150 }, (_, i) => ({ ...request.usage[0], id: `r-${i}`, quantity: -1 })),
    ),
    Array.from({ length: 100 }, (_, i) => `schema /usage/${i}/quantity`),
  ),
];

export const request_cases = [
  sound("request: every member", request),
  ...member_cases("request", request, members),
  ...unknown_member_cases("request", request, objects),
  ...months,
  ...attachments,
  ...adjustments,
  ...opening,
  ...several,
  ...values(sound, "request", request, "/inputs_digest", [false]),
];
