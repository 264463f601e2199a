// SPDX-License-Identifier: MIT
// The cheapest plan and report group of every device that a usage file names: found and billed by the engine.
import type { AssignmentResult, Catalog, ErrorDocument } from "samebill";
import { csvText } from "../lib/files";
import { compareAmounts } from "./order";
import type { BestPlans } from "./protocol";
import { mostShown, requestOn, studied } from "./tables";
import type { Handlers } from "./answering";

const pool = "pool";
let found: AssignmentResult | null = null;

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

/** The event as it is dated for changes that begin with `month`: a change of plan is asked for the second before. */
function dated(event: AssignmentResult["events"][number], month: string): AssignmentResult["events"][number] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const at = new Date(event.type === "change_plan" ? first - 1000 : first).toISOString().replace(".000Z", "Z");
  return { ...event, at };
}

const columns = ["at", "type", "device", "plan", "group"] as const;

export const assignmentMethods: Handlers<"assign" | "assignedText"> = {
  // The devices are there since the month before, so that charges that come once do not speak against a change.
  assign({ catalog: text, month, plan, plans, pool: pooled }, { engine }): BestPlans | ErrorDocument {
    const held = studied();
    const catalog = JSON.parse(text) as Catalog;
    const planOf = (device: string) => plans[device] ?? plan;
    const devices = [...held.scanner.devices.keys()];
    const request = requestOn(catalog, planOf, month, devices, monthBefore(month));
    const outcome = engine.assign(
      { schema: "samebill/assignment/1", request, groups: pooled ? [null, pool] : [], changes_on: month },
      { table: held.table },
    );
    found = outcome.ok ? outcome.document : null;
    if (!outcome.ok) return outcome.document;
    const { changes, events, excluded, ...rest } = outcome.document;
    const most = [...changes].sort((a, b) => compareAmounts(b.saving, a.saving)).slice(0, mostShown);
    return { ...rest, changes: most, counts: { changes: changes.length, events: events.length } };
  },
  assignedText({ month, format }): string {
    const events = (found?.events ?? []).map((event) => dated(event, month));
    if (format === "json") return `${JSON.stringify(events, null, 2)}\n`;
    const rows = events.map((event) => columns.map((name) => (name in event ? (event[name as "at"] ?? "") : "")));
    return csvText([[...columns], ...rows]);
  },
};
