// SPDX-License-Identifier: MIT
// The sound documents that the cases are made from, and small edits of documents.
//
// The postpaid plan shows every member a plan can have, but includes nothing, so that a rate may be
// taken away without U9 having a say.

export const catalog = {
  schema: "samebill/catalog/1",
  id: "acme-2026",
  version: "acme-2026.3",
  name: "Acme",
  currency: "EUR",
  kilobyte_bytes: 1024,
  money_rounding: "half_up",
  terms: {
    data_rounding: { increment: "1 KB", per: "session" },
    voice_rounding: { increment: 60, per: "day" },
    suspension_allowed: true,
    pooling_allowed: false,
    plan_change: "next_month",
    cancellation_refund: "none",
    prepaid_lapse_days: 60,
    unprovisioned_lapse_months: 6,
    inactive_lapse_days: 120,
    automatic_cancellation: ["inactive", "prepaid_unfunded"],
  },
  plans: [
    {
      id: "meter",
      name: "Meter",
      kind: "postpaid",
      carrier_technologies: ["lte-m", "nb-iot"],
      service_areas: ["eu"],
      available_from: "2020-01-01",
      available_until: "2030-12-31",
      access_fee: {
        amount: "3.00",
        months: 1,
        volume: [
          { from: 10, amount: "2.50" },
          { from: 100, amount: "2" },
        ],
      },
      recurring_fees: [{ code: "support", name: "Support", amount: "0.50", prorated: true }],
      fees: { provisioning: "1", activation: "2", reactivation: "1.5", suspension: "0" },
      included: { data: 0, voice: 0, sms: 0 },
      overage: {
        data: {
          per: "MB",
          mode: "graduated",
          tiers: [{ up_to: 10, price: "0.10" }, { up_to: 100, price: "0.08" }, { price: "0.05" }],
          whole_units: true,
        },
        voice: { price: "0.20", per: "min", whole_units: false },
        sms: { price: "0.07", per: "message" },
      },
      provisioned: {
        complimentary: { data: "100 KB", voice: 60, sms: 2 },
        triggers: { data: "1 MB", voice: "unlimited", sms: 5, days: 90 },
        rates: {
          data: { price: "1", per: "MB", whole_units: true },
          voice: { price: "0.3", per: "min" },
          sms: { price: "0.1", per: "message" },
        },
      },
      suspended: { complimentary: {}, triggers: {}, rates: {} },
      terms: { plan_change: "next_day" },
    },
    {
      id: "credit",
      kind: "prepaid",
      prepaid_packs: [
        { id: "pack-10", name: "Ten", price: "5.00", data: "10 MB", voice: "10 min", sms: 10 },
      ],
    },
  ],
  sim_products: [{ id: "sim-a", name: "SIM A", lapses: true }],
  taxes: [
    { id: "vat", name: "VAT", jurisdiction: "DE", rate: "0.19", categories: ["access", "usage"] },
  ],
};

export const account = {
  schema: "samebill/account/1",
  id: "harbour",
  name: "Harbour",
  agreement: {
    from: "2025-01-01",
    until: "2028-12-31",
    plans: ["meter", "credit"],
    terms: { inactive_lapse_days: 365 },
    minimum_monthly_charge: "10",
    discounts: [
      {
        code: "early",
        percent: "10",
        categories: ["access", "recurring"],
        from: "2025-01-01",
        until: "2026-12-31",
      },
    ],
  },
  pricing_attachments: [
    { plan: "meter", overrides: { access_fee: { amount: "2.75" }, name: null } },
  ],
  tax: {
    jurisdictions: ["DE"],
    exemptions: [{ tax: "vat", certificate: "C-17", from: "2026-01-01", until: "2026-06-30" }],
  },
  devices: [
    {
      id: "pump-1",
      sim_product: "sim-a",
      carrier_technology: "lte-m",
      service_area: "eu",
      shipped_on: "2026-01-15",
      iccid: "8949000000000000001",
      imsi: "262010000000001",
      msisdn: "49151000001",
    },
    { id: "pump-2" },
  ],
};

const zeros = "0".repeat(64);
export const digest_a = `sha256:${zeros}`;
export const digest_b = `sha256:${zeros.replaceAll("0", "f")}`;

export const request = {
  schema: "samebill/request/1",
  catalog,
  account,
  events: [
    { at: "2026-03-01T08:00:00Z", type: "provision", device: "pump-1", plan: "meter" },
    { at: "2026-03-02T08:00:00+01:00", type: "activate", device: "pump-1" },
  ],
  usage: [
    {
      id: "r-1",
      device: "pump-1",
      kind: "data",
      start: "2026-03-03T10:00:00Z",
      end: "2026-03-03T10:05:00Z",
      quantity: 5000,
    },
  ],
  from: "2026-03",
  through: "2026-03",
  adjustments: [
    {
      of: "2026-02",
      issued: digest_a,
      corrected: digest_b,
      subtotal: "-1.00",
      tax: "-0.19",
      amount: "-1.19",
    },
  ],
  inputs_digest: true,
};

const tokens = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

function edited(document, pointer, edit) {
  const copy = structuredClone(document);
  const path = tokens(pointer);
  const last = path.pop();
  edit(
    path.reduce((place, token) => place[token], copy),
    last,
  );
  return copy;
}

// A copy with `value` at the place; a list grows by one when the place is one past its end.
export const put = (document, pointer, value) =>
  edited(document, pointer, (place, token) => {
    place[token] = value;
  });

// A copy without the place.
export const without = (document, pointer) =>
  edited(document, pointer, (place, token) => {
    if (Array.isArray(place)) place.splice(Number(token), 1);
    else delete place[token];
  });

// The text of a document with a piece of it replaced, for what JSON values cannot say.
export function respell(document, piece, spelling) {
  const text = JSON.stringify(document);
  if (text.split(piece).length !== 2) throw new Error(`not there exactly once: ${piece}`);
  return text.replace(piece, () => spelling);
}

export const parent_of = (pointer) => pointer.slice(0, pointer.lastIndexOf("/"));

// ---- entries. `errors` are written "code path"; null: only that it is refused is held fast.

const read_errors = (errors) =>
  errors &&
  errors.map((error) => ({
    code: error.split(" ", 1)[0],
    path: error.slice(error.indexOf(" ") + 1),
  }));

const entry = (name, document, rest) => ({
  name,
  document: document?.base64 || typeof document === "string" ? document : JSON.stringify(document),
  ...rest,
});

// Both accept it.
export const sound = (name, document) => entry(name, document, { valid: true });
// The schema refuses it, and so does the decoder.
export const broken = (name, document, errors) =>
  entry(name, document, { valid: false, ...(errors && { errors: read_errors(errors) }) });
// The schema cannot tell, the decoder refuses it.
export const beyond = (name, document, errors) =>
  entry(name, document, {
    valid: true,
    beyond_schema: true,
    ...(errors && { errors: read_errors(errors) }),
  });

// Entries for members taken by themselves: of a wrong type, null, and missing. `table` holds
// [pointer, what a missing one means]: "required", "optional", or "item" for an element of a list.
export function member_cases(kind, document, table) {
  const value_at = (pointer) => tokens(pointer).reduce((place, token) => place[token], document);
  return table.flatMap(([pointer, presence]) => {
    const wrong = typeof value_at(pointer) === "boolean" ? "true" : true;
    const cases = [
      broken(`${kind}: ${pointer} of a wrong type`, put(document, pointer, wrong), [
        `schema ${pointer}`,
      ]),
      broken(`${kind}: ${pointer} null`, put(document, pointer, null), [`schema ${pointer}`]),
    ];
    if (presence === "required") {
      const lacks = [`schema ${parent_of(pointer)}`];
      cases.push(broken(`${kind}: ${pointer} missing`, without(document, pointer), lacks));
    } else if (presence === "optional") {
      cases.push(sound(`${kind}: ${pointer} left out`, without(document, pointer)));
    }
    return cases;
  });
}

// Entries with a member that nothing knows in each of the objects.
export const unknown_member_cases = (kind, document, objects) =>
  objects.map((pointer) =>
    broken(
      `${kind}: unknown member in ${pointer || "the document"}`,
      put(document, `${pointer}/zone`, 1),
      [`schema ${pointer}/zone`],
    ),
  );

// Entries with a value at one place of a document.
export const values = (make, kind, document, pointer, list, errors = [`schema ${pointer}`]) =>
  list.map((value) =>
    make(`${kind}: ${pointer} is ${JSON.stringify(value)}`, put(document, pointer, value), errors),
  );
