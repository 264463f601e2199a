// SPDX-License-Identifier: MIT
// A catalog's prices as rows for spreadsheets: what the starter catalog does not have.
import assert from "node:assert/strict";
import test from "node:test";
import { loadModule } from "./load.mjs";

const { priceText } = await loadModule("plans/prices");

test("volume prices, fees of several months, packs and prices outside of active service have rows", () => {
  const catalog = {
    id: "c",
    currency: "EUR",
    plans: [
      {
        id: "a",
        access_fee: { amount: "9.00", months: 3, volume: [{ from: 100, amount: "8.00" }] },
        recurring_fees: [{ code: "ip", name: "=Fixed address", amount: "1.50" }],
        provisioned: { complimentary: { data: 50 } },
        suspended: { rates: { sms: { price: "0.10", per: "message", whole_units: true } } },
      },
      { id: "p", kind: "prepaid", prepaid_packs: [{ id: "s", price: "5.00", data: "10 MB", sms: 5 }] },
    ],
  };
  assert.deepEqual(priceText(catalog).split("\r\n"), [
    "plan,name,currency,charge,item,above,up_to,price,per,data,sms,voice,notes",
    "a,,EUR,access_fee,,,99,9.00,3 months,,,,",
    "a,,EUR,access_fee,,99,,8.00,3 months,,,,",
    "a,,EUR,recurring,'=Fixed address,,,1.50,month,,,,prorated",
    "a,,EUR,provisioned,data,,,,,50,,,complimentary_a_stay",
    "a,,EUR,suspended,sms,,,0.10,message,,,,whole_units",
    "p,,EUR,pack,s,,,5.00,,10 MB,5,,",
    "",
  ]);
});
