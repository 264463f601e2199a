// SPDX-License-Identifier: MIT
// One tracker, active all of March 2026 on a plan of 3.00 with 1 MB included and 0.80 for a MB over; it uses 3 MB
// in three sessions.
const session = (id, day) => ({
  id,
  device: "tracker-1",
  kind: "data",
  start: `2026-03-${day}T08:00:00Z`,
  end: `2026-03-${day}T08:10:00Z`,
  quantity: 1048576,
});

export const sessions = [session("a", "02"), session("b", "11"), session("c", "20")];

export const request = {
  schema: "samebill/request/1",
  catalog: {
    schema: "samebill/catalog/1",
    id: "sample",
    currency: "EUR",
    plans: [
      {
        id: "small",
        access_fee: { amount: "3.00" },
        included: { data: "1 MB" },
        overage: { data: { price: "0.80", per: "MB" }, sms: { price: "0.05", per: "message" } },
      },
    ],
  },
  account: {
    schema: "samebill/account/1",
    id: "first",
    agreement: { from: "2026-01-01" },
    devices: [{ id: "tracker-1" }],
  },
  events: [
    { at: "2026-03-01T00:00:00Z", type: "provision", device: "tracker-1", plan: "small" },
    { at: "2026-03-01T00:00:00Z", type: "activate", device: "tracker-1" },
  ],
  usage: [],
  from: "2026-03",
  through: "2026-03",
};
