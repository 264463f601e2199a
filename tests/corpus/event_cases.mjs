// SPDX-License-Identifier: MIT
// Requests: events by type, sessions, instants.

import { beyond, broken, put, request, respell, sound, values, without } from "./documents.mjs";

const of = (make, pointer, list, errors) => values(make, "request", request, pointer, list, errors);
const largest = 9007199254740991;

const event = (rest) => ({ at: "2026-03-05T12:00:00Z", device: "pump-1", ...rest });
const with_event = (rest) => put(request, "/events/2", event(rest));
const at_event = ["schema /events/2"];
// Every type of event, with all that it can have.
const full_events = [
  event({ type: "assign_plan", plan: "credit" }),
  event({ type: "provision", plan: "meter" }),
  event({ type: "activate" }),
  event({ type: "suspend" }),
  event({ type: "cancel", by: "provider", reason: "lost" }),
  event({ type: "change_plan", plan: "credit" }),
  event({ type: "set_group", group: "north" }),
  event({ type: "buy_credits", pack: "pack-10" }),
];
const event_members = full_events.flatMap((full) => {
  const document = put(request, "/events/2", full);
  return [
    ...["at", "device"].flatMap((member) => [
      broken(`request: ${full.type} without ${member}`, without(document, `/events/2/${member}`), [
        "schema /events/2",
      ]),
      broken(
        `request: ${full.type} with ${member} of a wrong type`,
        put(document, `/events/2/${member}`, 5),
        [`schema /events/2/${member}`],
      ),
    ]),
    broken(`request: ${full.type} without its type`, without(document, "/events/2/type")),
    broken(`request: ${full.type} with an unknown member`, put(document, "/events/2/zone", 1), [
      "schema /events/2/zone",
    ]),
  ];
});
const events = [
  ...[
    { type: "suspend" },
    { type: "cancel" },
    { type: "cancel", by: "customer" },
    { type: "cancel", by: "provider", reason: "" },
    { type: "change_plan", plan: "credit" },
    { type: "set_group", group: "north" },
    { type: "set_group", group: null },
  ].map((rest) => sound(`request: event ${JSON.stringify(rest)}`, with_event(rest))),
  sound("request: events out of order", put(request, "/events", [...request.events].reverse())),
  sound("request: no events and no usage", put(put(request, "/events", []), "/usage", [])),
  sound(
    "request: assign_plan, set_group and buy_credits",
    put(request, "/events", [
      { at: "2026-03-01T00:00:00Z", type: "assign_plan", device: "pump-2", plan: "credit" },
      { at: "2026-03-01T00:00:00Z", type: "set_group", device: "pump-2", group: "north" },
      { at: "2026-03-01T00:00:00Z", type: "provision", device: "pump-2" },
      { at: "2026-03-01T00:00:00Z", type: "buy_credits", device: "pump-2", pack: "pack-10" },
    ]),
  ),
  ...["assign_plan", "change_plan"].flatMap((type) => [
    broken(`request: ${type} without a plan`, with_event({ type }), at_event),
    broken(`request: ${type} to null`, with_event({ type, plan: null }), ["schema /events/2/plan"]),
    broken(`request: ${type} to a number`, with_event({ type, plan: 1 }), [
      "schema /events/2/plan",
    ]),
  ]),
  broken("request: set_group without a group", with_event({ type: "set_group" }), at_event),
  ...["", 0, "a b", ["north"]].map((group) =>
    broken(
      `request: set_group ${JSON.stringify(group)}`,
      with_event({ type: "set_group", group }),
      ["schema /events/2/group"],
    ),
  ),
  broken("request: buy_credits without a pack", with_event({ type: "buy_credits" }), at_event),
  broken("request: buy_credits of a null pack", with_event({ type: "buy_credits", pack: null }), [
    "schema /events/2/pack",
  ]),
  ...["court", "Customer", null].map((by) =>
    broken(`request: cancel by ${by}`, with_event({ type: "cancel", by }), ["schema /events/2/by"]),
  ),
  broken("request: cancel for a number", with_event({ type: "cancel", reason: 5 }), [
    "schema /events/2/reason",
  ]),
  ...["activate", "suspend", "cancel", "set_group", "buy_credits"].map((type) => {
    const more = { set_group: { group: null }, buy_credits: { pack: "pack-10" } }[type] ?? {};
    return broken(`request: ${type} with a plan`, with_event({ type, ...more, plan: "meter" }), [
      "schema /events/2/plan",
    ]);
  }),
  broken("request: activate with a reason", with_event({ type: "activate", reason: "x" }), [
    "schema /events/2/reason",
  ]),
  ...["resume", "Activate", "", "assign plan"].map((type) =>
    broken(`request: event type ${JSON.stringify(type)}`, with_event({ type }), [
      "schema /events/2/type",
    ]),
  ),
];

const sessions = [
  ...of(sound, "/usage/0/quantity", [0, largest]),
  ...of(broken, "/usage/0/quantity", [-1, 0.5, largest + 1, 1e20, "5000", "5 KB"]),
  ...of(broken, "/usage/0/kind", ["Data", "mms", ""]),
  sound(
    "request: a session of voice and one of sms",
    put(put(request, "/usage/0/kind", "voice"), "/usage/1", {
      ...request.usage[0],
      id: "r-2",
      kind: "sms",
    }),
  ),
  sound(
    "request: a session that ends at its start",
    put(request, "/usage/0/end", "2026-03-03T10:00:00Z"),
  ),
  sound(
    "request: a session that ends at its start once read to the second",
    put(
      put(request, "/usage/0/start", "2026-03-03T10:00:00.9Z"),
      "/usage/0/end",
      "2026-03-03T10:00:00.1Z",
    ),
  ),
  sound(
    "request: a session that ends before its start as written, not in UTC",
    put(request, "/usage/0/end", "2026-03-03T09:30:00-01:00"),
  ),
  beyond(
    "request: a session that ends a second before its start",
    put(request, "/usage/0/end", "2026-03-03T09:59:59Z"),
    ["schema /usage/0/end"],
  ),
  beyond(
    "request: a session that ends after its start as written, before it in UTC",
    put(request, "/usage/0/end", "2026-03-03T10:30:00+01:00"),
    ["schema /usage/0/end"],
  ),
  sound("request: a record given twice", put(request, "/usage/1", request.usage[0])),
  sound(
    "request: a session of a device that the account does not have",
    put(request, "/usage/0/device", "pump-9"),
  ),
  beyond(
    "request: a quantity with a fraction of 0",
    respell(request, '"quantity":5000', '"quantity":5000.0'),
    ["schema /usage/0/quantity"],
  ),
  beyond(
    "request: a quantity with an exponent",
    respell(request, '"quantity":5000', '"quantity":5e3'),
    ["schema /usage/0/quantity"],
  ),
  beyond(
    "request: a quantity with an exponent of 0",
    respell(request, '"quantity":5000', '"quantity":5000E+0'),
    ["schema /usage/0/quantity"],
  ),
  broken(
    "request: a quantity beyond 64 bits",
    respell(request, '"quantity":5000', '"quantity":99999999999999999999'),
    ["schema /usage/0/quantity"],
  ),
  broken(
    "request: a quantity of 2^64",
    respell(request, '"quantity":5000', '"quantity":18446744073709551616'),
    ["schema /usage/0/quantity"],
  ),
  broken(
    "request: a quantity beyond floating point",
    respell(request, '"quantity":5000', '"quantity":1e400'),
    ["schema /usage/0/quantity"],
  ),
  broken(
    "request: a quantity of 2^53 as digits",
    respell(request, '"quantity":5000', '"quantity":9007199254740992'),
    ["schema /usage/0/quantity"],
  ),
  beyond(
    "request: a quantity twice",
    respell(request, '"quantity":5000', '"quantity":5000,"quantity":5000'),
    ["schema /usage/0/quantity"],
  ),
];

const start = "/usage/0/start";
const instants = [
  ...of(sound, start, [
    "2026-03-01T00:00:00Z",
    "2026-03-01T00:00:00.5Z",
    "2026-03-01T00:00:00.123456789012Z",
    "2026-03-01T00:00:00+02:00",
    "2026-03-01T00:00:00-00:00",
    "2026-03-01T00:00:00+23:59",
    "2024-02-29T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:30:00-01:00",
  ]),
  ...of(broken, start, [
    "2026-03-01t00:00:00Z",
    "2026-03-01T00:00:00z",
    "2026-03-01T00:00:00",
    "2026-03-01 00:00:00Z",
    "2026-03-01T00:00:00+0200",
    "2026-03-01T00:00:00+02",
    "2026-03-01T00:00:00+24:00",
    "2026-03-01T00:00:00+01:60",
    "2026-03-01T00:00:60Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T00:60:00Z",
    "2026-03-01T00:00:00.Z",
    "2026-03-01T00:00:00,5Z",
    "2026-03-01T00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-03-00T00:00:00Z",
    "2026-03-01",
    "",
    "2026-03-01T00:00:00Z ",
    " 2026-03-01T00:00:00Z",
    "2026-03-01T00:00:00\u221202:00",
    "2026-03-01T00:00:00ZZ",
    "1969-12-31T23:59:59Z",
    "1969-12-31T23:30:00+01:00",
    "2190-01-01T00:00:00Z",
    "02026-03-01T00:00:00Z",
    "2026-3-1T0:00:00Z",
    1772323200,
  ]),
  ...of(beyond, start, [
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "1970-01-01T00:30:00+01:00",
    "1969-12-31T23:30:00-00:15",
  ]),
  ...of(broken, "/events/0/at", [
    "2026-03-01t00:00:00Z",
    "2026-03-01T00:00:60Z",
    "2026-03-01T00:00:00",
  ]),
  ...of(beyond, "/events/0/at", ["2026-02-30T00:00:00Z"]),
];
// The last month that can be billed.
const last = put(
  put(put(put(request, "/adjustments", []), "/from", "2189-12"), "/through", "2189-12"),
  "/usage/0/start",
  "2189-12-31T23:59:59Z",
);
instants.push(
  sound(
    "request: a session that ends with the last second of 2189",
    put(last, "/usage/0/end", "2189-12-31T23:59:59Z"),
  ),
  sound(
    "request: an end in 2190 as written, in 2189 in UTC",
    put(
      put(last, "/usage/0/start", "2189-12-31T20:00:00Z"),
      "/usage/0/end",
      "2190-01-01T00:30:00+01:00",
    ),
  ),
  beyond(
    "request: an end in 2189 as written, in 2190 in UTC",
    put(last, "/usage/0/end", "2189-12-31T23:59:59-00:01"),
    ["schema /usage/0/end"],
  ),
  broken("request: an end in 2190", put(last, "/usage/0/end", "2190-01-01T00:00:00Z"), [
    "schema /usage/0/end",
  ]),
);

export const event_cases = [...events, ...event_members, ...sessions, ...instants];
