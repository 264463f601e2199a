// SPDX-License-Identifier: MIT
// Assignments: what is offered, and the problems of the request in them with paths of their own.

import { beyond, broken, member_cases, put, request, sound, unknown_member_cases, values } from "./documents.mjs";

const inner = { ...request, adjustments: [] };
const assignment = {
  schema: "samebill/assignment/1",
  request: inner,
  plans: ["credit", "meter"],
  groups: ["north", null],
  changes_on: "2026-03",
};

const of = (make, pointer, list, errors) => values(make, "assignment", assignment, pointer, list, errors);
const many = (count) => Array.from({ length: count }, (_, at) => `g-${at}`);

export const assignment_cases = [
  sound("assignment: every member", assignment),
  sound("assignment: only the request", { schema: assignment.schema, request: inner }),
  ...member_cases("assignment", assignment, [
    ["/request", "required"],
    ["/plans", "optional"],
    ["/groups", "optional"],
    ["/changes_on", "optional"],
  ]),
  ...unknown_member_cases("assignment", assignment, ["", "/request"]),
  ...of(sound, "/plans", [[], ["meter"]]),
  ...of(beyond, "/plans", [["meter", "nought"]], ["unknown_plan /plans/1"]),
  ...of(broken, "/plans", [["meter", "meter"]], ["duplicate_id /plans/1"]),
  ...of(broken, "/plans", [["meter", null]], ["schema /plans/1"]),
  ...of(broken, "/plans", [many(33)]),
  ...of(sound, "/groups", [[], [null], many(32)]),
  ...of(broken, "/groups", [[null, "g", null]], ["duplicate_id /groups/2"]),
  ...of(broken, "/groups", [["g", "g"]], ["duplicate_id /groups/1"]),
  ...of(broken, "/groups", [many(33)]),
  ...of(beyond, "/changes_on", ["2026-02", "2026-12"], ["period /changes_on"]),
  broken(
    "assignment: problems of its own before and after those of the request",
    {
      schema: assignment.schema,
      plans: [1],
      request: put(put(inner, "/through", "2026-13"), "/catalog/currency", "XXX"),
      changes_on: "March",
    },
    ["schema /plans/0", "schema /request/catalog/currency", "schema /request/through", "schema /changes_on"],
  ),
  beyond(
    "assignment: a reference in the request that nothing answers to",
    put(assignment, "/request/events/0/device", "nobody"),
    ["unknown_device /request/events/0/device"],
  ),
];
