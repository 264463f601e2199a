// SPDX-License-Identifier: MIT
// Random valid requests from a seed: integers only, the same seed gives the same bytes. Most are
// billed; a few are in error, in the ways that stages 2 to 4 find.
//   node tests/reference/generate.mjs --count N --seed S     prints one request a line

import { fileURLToPath } from "node:url";
import { make_book } from "./book.mjs";
import { format_instant, format_month, parse_month } from "./calendar.mjs";
import { merge_patch } from "./json.mjs";
import {
  interesting_instants,
  make_history,
  make_sessions,
  order_events,
} from "./generate_life.mjs";
import { make_account, make_catalog } from "./generate_catalog.mjs";
import { make_random } from "./random.mjs";

/** `options`: {errors: false} leaves out what makes error documents on purpose. */
export function generate(seed, options = {}) {
  const r = make_random(seed);
  const errors = options.errors !== false;
  const from = parse_month(
    r.pick(["2026-01", "2026-02", "2026-04", "2024-02", "2025-12", "2027-07"]),
  );
  const months = Array.from({ length: r.pick([1, 1, 2, 2, 3, 4, 7]) }, (_, i) => from + i);
  const limits = { data: [0, 1, 1024], voice: [0, 1, 60], sms: [0, 1] };
  const catalog = make_catalog(r, months, limits);
  const account = make_account(r, catalog, months, limits);
  const request = {
    schema: "samebill/request/1",
    catalog,
    account,
    events: [],
    usage: [],
    from: format_month(from),
    through: format_month(months[months.length - 1]),
  };
  const book = make_book(request);
  const world = {
    r,
    book,
    errors,
    limits,
    instants: interesting_instants(r, book, months),
    first_event: new Map(),
    expiries: [],
  };

  request.events = order_events(
    r,
    account.devices.flatMap((device) => make_history(world, device)),
  );
  request.usage = r.shuffle(make_sessions(world, account.devices));
  if (r.chance(15)) request.adjustments = make_adjustments(r, catalog.currency, from);
  if (r.chance(30)) request.inputs_digest = r.chance(30);
  if (errors && r.chance(9)) spoil(r, request, book);
  return r.chance(15) ? Object.fromEntries(r.shuffle(Object.entries(request))) : request;
}

const digits_of = { JPY: 0, KWD: 3, CLF: 4 };

function make_adjustments(r, currency, from) {
  const digits = digits_of[currency] ?? 2;
  const money = (minor) => {
    const text = String(Math.abs(minor)).padStart(digits + 1, "0");
    const split = text.length - digits;
    return (
      (minor < 0 ? "-" : "") + text.slice(0, split) + (digits === 0 ? "" : `.${text.slice(split)}`)
    );
  };
  const hash = () =>
    "sha256:" + Array.from({ length: 64 }, () => r.int(0, 15).toString(16)).join("");
  return Array.from({ length: r.int(1, 2) }, (_, i) => {
    const [subtotal, tax] = [r.int(-5000, 5000), r.int(-900, 900)];
    return {
      of: format_month(from - 1 - i),
      issued: hash(),
      corrected: hash(),
      subtotal: money(subtotal),
      tax: money(tax),
      amount: money(subtotal + tax),
    };
  });
}

/**
 * Makes one fault (or two): a reference, a period, an amount that is too large, or a forbidden
 * event.
 */
function spoil(r, request, book) {
  const { catalog, account, events, usage } = request;
  const event = events.length > 0 ? r.pick(events) : {};
  const session = usage.length > 0 ? r.pick(usage) : undefined;
  const late = format_instant(book.end + r.pick([0, 1, 86400]));
  const devices = account.devices;
  const add = (type, rest) =>
    events.push({ at: format_instant(book.end - 1), type, device: r.pick(devices).id, ...rest });
  const faults = [
    () => {
      event.device = "nobody";
    },
    () => {
      if (event.plan !== undefined) event.plan = "nothing";
    },
    () => {
      account.agreement.plans = ["nothing", catalog.plans[0].id];
    },
    () => {
      account.pricing_attachments = [{ plan: "nothing", overrides: {} }];
    },
    () => {
      devices[0].sim_product = "nothing";
    },
    () => {
      account.tax = { exemptions: [{ tax: "nothing", certificate: "x" }] };
    },
    () => {
      if (session) Object.assign(session, { start: late, end: late });
    },
    () => {
      event.at = late;
    },
    () => {
      request.through = format_month(r.pick([book.from - 1, book.from + 120]));
    },
    () => {
      account.agreement.plans = [];
    },
    () => {
      for (const plan of catalog.plans) plan.available_until = "2001-01-01";
    },
    () => {
      huge_prices(request);
    },
    () => {
      huge_prices(request);
    },
    () => {
      add("buy_credits", { pack: "nothing" });
    },
    () => {
      add("provision", {});
    },
    () => {
      add("change_plan", { plan: r.pick(catalog.plans).id });
    },
    () => {
      add("suspend", {});
    },
  ];
  r.pick(faults)();
  if (r.chance(20)) r.pick(faults)();
}

function huge_prices({ catalog }) {
  for (const plan of catalog.plans) {
    const huge = "999999999999.999999";
    if (plan.access_fee !== undefined) plan.access_fee.amount = huge;
    else plan.prepaid_packs = plan.prepaid_packs.map((pack) => merge_patch(pack, { price: huge }));
  }
}

function main(args) {
  const option = (name, standard) =>
    args.includes(name) ? Number(args[args.indexOf(name) + 1]) : standard;
  const count = option("--count", 10);
  const seed = option("--seed", 1);
  for (let i = 0; i < count; i += 1)
    process.stdout.write(JSON.stringify(generate(seed + i)) + "\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
