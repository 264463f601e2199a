// SPDX-License-Identifier: MIT
// Sound and broken documents of those that the engine writes. What the decoder says of the broken ones
// is not held fast, only that it refuses them.

import { broken, put, sound, without } from "./documents.mjs";
import { optional_members } from "./comparison_output.mjs";
import { documents, error_item } from "./outputs.mjs";
import { optional_members as optional_of } from "./quote_outputs.mjs";

// Every object of a document, by pointer.
function objects_in(node, pointer = "") {
  if (node === null || typeof node !== "object") return [];
  const inner = Object.entries(node).flatMap(([key, child]) =>
    objects_in(child, `${pointer}/${key.replaceAll("/", "~1")}`),
  );
  return Array.isArray(node) ? inner : [pointer, ...inner];
}

// What may be left out, and what holds any JSON.
const optional = [
  "/catalog_version",
  "/inputs",
  "/allowances/0/until",
  "/months/0/lines/2/old",
  "/months/0/lines/2/new",
  "/rejects/0/file",
  "/stated",
];
const inner_bill = { result: "/bills/0", final_bill: "/bill" };
const is_optional = (name, pointer) =>
  optional.some((end) => pointer === (inner_bill[name] ?? "") + end) ||
  (name === "verification" && pointer === "/difference") ||
  (name === "final_verification" && ["/chain", "/bill"].includes(pointer)) ||
  (name === "comparison_result" && optional_members.includes(pointer)) ||
  (optional_of[name] ?? []).includes(pointer) ||
  (name === "digest" && pointer === "/matches");
const is_open = (pointer) =>
  /\/value\b|\/difference\/(issued|computed)|\/settings\/0\/(reference|alternative)/.test(
    pointer,
  ) && !/operands/.test(pointer);

function cases_of(name, document) {
  const members = objects_in(document)
    .filter((pointer) => !is_open(pointer))
    .flatMap((pointer) => {
      const place = pointer
        .split("/")
        .slice(1)
        .reduce((node, token) => node[token], document);
      return Object.keys(place).map((member) => `${pointer}/${member}`);
    });
  return [
    sound(`${name}: every member`, document),
    ...objects_in(document)
      .filter((pointer) => !is_open(pointer))
      .map((pointer) =>
        broken(
          `${name}: unknown member in ${pointer || "the document"}`,
          put(document, `${pointer}/zone`, 1),
        ),
      ),
    ...members
      .filter((pointer) => !is_open(pointer))
      .map((pointer) =>
        broken(`${name}: ${pointer} of a wrong type`, put(document, pointer, [[]])),
      ),
    ...members.map((pointer) => {
      const make = is_optional(name, pointer) ? sound : broken;
      return make(`${name}: ${pointer} left out`, without(document, pointer));
    }),
  ];
}

const of = (make, name, pointer, list) =>
  list.map((given) =>
    make(`${name}: ${pointer} is ${JSON.stringify(given)}`, put(documents[name], pointer, given)),
  );

const money = [
  ...of(sound, "bill", "/subtotal", ["0.00", "0", "-0.01", "999999999999.99", "1.234", "1.2345"]),
  ...of(broken, "bill", "/subtotal", [
    "-0.00",
    "-0",
    "00.00",
    "01.00",
    "1.2",
    "1.23456",
    ".50",
    "1.",
    "+1.00",
    "1000000000000.00",
    "-",
    "",
    "1,00",
  ]),
];

const ids = (count) => Array.from({ length: count }, (_, at) => `d-${at}`);

const results = [
  ...of(broken, "bill", "/lines/4/unit_price", ["3.0", "3.", "03", "-3", "0.50"]),
  ...of(sound, "bill", "/lines/4/unit_price", ["0", "0.000000001", "123456789012.123456789"]),
  ...of(broken, "bill", "/lines/4/rule", ["F4", "F3", ""]),
  ...of(broken, "bill", "/lines/5/rule", ["F2"]),
  ...of(broken, "bill", "/lines/0/type", ["suspension_fee", "fee", "discount"]),
  ...of(sound, "bill", "/lines/9/rule", ["G4"]),
  ...of(broken, "bill", "/lines/9/kind", ["voice"]),
  ...of(broken, "bill", "/lines/7/state", ["active_billed", "cancelled"]),
  ...of(broken, "bill", "/lines/1/cause", ["provision", "provider", "plan_change"]),
  ...of(broken, "bill", "/lines/4/days", [0, 32]),
  ...of(broken, "bill", "/lines/5/months", [1, 121]),
  ...of(broken, "bill", "/lines/0/at", [
    "2026-03-01T08:00:00+00:00",
    "2026-03-01T08:00:00.0Z",
    "2026-03-01",
  ]),
  ...of(sound, "bill", "/devices/0/intervals/1/until", ["2190-01-01T00:00:00Z"]),
  ...of(broken, "bill", "/devices/0/intervals", [[]]),
  ...of(broken, "bill", "/devices/0/intervals/0/state", ["pre_provisioned", "active"]),
  ...of(broken, "bill", "/usage/0/sessions", [0]),
  ...of(broken, "bill", "/usage/0/quantity", [-1, 1e19]),
  ...of(broken, "bill", "/notices/0/type", ["lapse_due", "note"]),
  ...of(broken, "bill", "/exceptions/0/reason", ["lost"]),
  ...of(broken, "bill", "/rules", ["2", 1]),
  ...of(broken, "result", "/bills", [[]]),
  ...of(broken, "error", "/errors", [[], Array.from({ length: 101 }, () => error_item)]),
  ...of(sound, "error", "/errors", [Array.from({ length: 100 }, () => error_item)]),
  ...of(broken, "error", "/errors/0/path", ["catalog", "/a~2", "/a~"]),
  ...of(sound, "error", "/errors/0/code", ["state", "internal"]),
  ...of(broken, "error", "/errors/0/code", ["invalid", "Parse"]),
  ...of(broken, "correction", "/months/0/lines/0", [{}]),
  ...of(broken, "explanation", "/fraction/denominator", ["0", "-1", "01", "1.5"]),
  ...of(broken, "explanation", "/fraction/numerator", ["-0", "01", "1.5", ""]),
  ...of(sound, "explanation", "/clause", ["Access Fees"]),
  ...of(broken, "terms", "/plans/0/parameters/0/layer", ["contract"]),
  ...of(broken, "terms", "/plans/0/parameters/0/parameter", ["price"]),
  ...of(broken, "rejects", "/rejects/0/line", [0]),
  ...of(broken, "rejects", "/rejects/0/record", [-1]),
  ...of(broken, "check", "/valid", [false]),
  ...of(broken, "final_bill", "/number", [0, -1, 9007199254740992]),
  ...of(sound, "final_bill", "/previous", [null]),
  ...of(broken, "final_bill", "/previous", ["", "sha256:0"]),
  ...of(broken, "final_bill", "/issued_at", ["2026-04-01", "2026-04-01T06:00:00+01:00"]),
  ...of(broken, "final_bill", "/due_on", ["2026-05", "2026-05-01T00:00:00Z"]),
  ...of(broken, "final_bill", "/signature", [
    "",
    "..",
    `..${"A".repeat(86)}`,
    `e.e.${"A".repeat(86)}`,
    `e..${"A".repeat(85)}`,
    `e..${"A".repeat(87)}`,
    `e..${"+".repeat(86)}`,
  ]),
  ...of(sound, "final_verification", "/signature", ["valid", "invalid", "unknown_key"]),
  ...of(broken, "final_verification", "/signature", ["good"]),
  ...of(sound, "final_verification", "/key", ["k1"]),
  ...of(broken, "quote_check_result", "/outside/devices", [[1], [""], ids(1001)]),
  ...of(sound, "quote_check_result", "/outside/devices", [[], ids(1000)]),
  ...of(broken, "quote_check_result", "/causes", [[]]),
];

export const output_cases = [
  ...Object.entries(documents).flatMap(([name, document]) => cases_of(name, document)),
  ...money,
  ...results,
];
