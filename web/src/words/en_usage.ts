// SPDX-License-Identifier: MIT
// The words of My usage.
import * as format from "../lib/format";

const many = (value: number, one: string, more = `${one}s`) => `${format.count(value)} ${value === 1 ? one : more}`;

export const usage = {
  title: "My usage",
  intro:
    "Drop a file of sessions: the engine reads it in this page, bills it on each plan of a catalog, and says " +
    "which devices stand out. Nothing is uploaded.",
  form: "CSV with the columns id, device, kind, start, end, quantity, or one JSON object a line with these members.",
  choose: "Choose a usage file …",
  example: "Try it with an example",
  catalog: "Catalog",
  month: "Month",
  read: (records: number, devices: number) => `${many(records, "record")} of ${many(devices, "device")}`,
  plans: "What this month costs on each plan",
  plansNote: "All devices on one plan for the whole month, taxes of no jurisdiction, no discounts.",
  plan: "Plan",
  total: "Total",
  notPossible: "not possible",
  cheapest: "lowest",
  top: "Top devices",
  silent: "Silent devices",
  silentWhat: "Known, but without billed usage in this month.",
  noSilent: "Every device used something in this month.",
  over: "Over what is included",
  overWhat: "A larger plan, or a pool, may be cheaper for these.",
  noOver: "No device used more than the plan includes.",
  idle: "Far under what is included",
  idleWhat: "Used less than a tenth: a smaller plan may do.",
  noIdle: "No device used less than a tenth of what the plan includes.",
  device: "Device",
  sessions: "Sessions",
  used: "Used",
  included: "Included",
  last: "Last record",
  kind: "Kind",
  first: (shown: number, all: number) => `the first ${format.count(shown)} of ${format.count(all)}`,
  noMonths: "No record in it could be read.",
  known: "Device list (one id a line, with its plan's id if you like)",
  knownWhat:
    "Devices that should have used something; those without a record are silent. A plan beside a device is the " +
    "one that it is on today.",
  best: "Best plan for each device",
  bestWhat: (plan: string) =>
    `For the usage of this month, if devices are on ${plan} today (or as the device list says), without charges ` +
    "that come once.",
  findBest: "Find the best plans",
  pool: "Devices may share a pool",
  finding: "Looking for the best plans …",
  noBetter: "Every device is on its best plan.",
  today: "Today",
  bestTotal: "With the changes",
  saving: "Saving a month",
  proven: "Proven: no assignment to these plans costs less.",
  gap: (amount: string) => `No assignment saves more than ${amount} in addition.`,
  shared: (amount: string) => `${amount} of it by what devices share, such as pools.`,
  changes: "Devices that change",
  before: "today",
  after: "better",
  inPool: "in the pool",
  saves: "Saves",
  effective: "Changes begin with",
  events: (count: number) => `Save ${many(count, "event")} as`,
  expected: "There is no usage yet: drop a file here.",
};

export type UsageWords = typeof usage;
