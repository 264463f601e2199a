// SPDX-License-Identifier: MIT
// The catalog that Plans begins with: one plan for each way of paying for devices.
import type { Catalog } from "samebill";

export const starter: Catalog = {
  schema: "samebill/catalog/1",
  id: "starter",
  version: "1",
  name: "Starter catalog",
  currency: "EUR",
  plans: [
    {
      id: "meter-1mb",
      name: "Meter 1 MB",
      access_fee: { amount: "0.60" },
      fees: { activation: "0.50" },
      included: { data: "1 MB", sms: 5 },
      overage: { data: { price: "0.40", per: "MB" }, sms: { price: "0.06", per: "message" } },
      terms: { pooling_allowed: true, suspension_allowed: true },
    },
    {
      id: "tracker-10mb",
      name: "Tracker 10 MB",
      access_fee: { amount: "1.90" },
      fees: { activation: "1.00" },
      included: { data: "10 MB", sms: 20 },
      overage: { data: { price: "0.25", per: "MB" }, sms: { price: "0.05", per: "message" } },
      terms: { pooling_allowed: true, suspension_allowed: true },
    },
    {
      id: "terminal-50mb",
      name: "Terminal 50 MB",
      access_fee: { amount: "4.50" },
      fees: { activation: "2.00" },
      included: { data: "50 MB", sms: 20, voice: "10 min" },
      overage: {
        data: { price: "0.12", per: "MB" },
        sms: { price: "0.05", per: "message" },
        voice: { price: "0.08", per: "min" },
      },
      terms: { suspension_allowed: true },
    },
    {
      id: "camera-2gb",
      name: "Camera 2 GB",
      access_fee: { amount: "14.00" },
      fees: { activation: "2.00" },
      included: { data: "2 GB" },
      overage: {
        data: { per: "GB", mode: "graduated", tiers: [{ up_to: 5, price: "6.00" }, { price: "4.00" }] },
        sms: { price: "0.05", per: "message" },
      },
      terms: { pooling_allowed: true },
    },
    {
      id: "pay-as-used",
      name: "Pay as used",
      access_fee: { amount: "0.20" },
      overage: { data: { price: "0.55", per: "MB" }, sms: { price: "0.07", per: "message" } },
    },
  ],
};
