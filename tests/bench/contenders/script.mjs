// SPDX-License-Identifier: MIT
// A script as people write it: lines one by one, split at commas, BigInt for money, a Set against repeated records.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { factsOfRow, filesOf, folder, report } from "./common.mjs";

const files = filesOf(folder);
const plans = {
  "monthly-5": { accessFee: 150n, kilobytes: 5120n, messages: 7n, centsPerMegabyte: 10n },
  "monthly-pool": { accessFee: 175n, kilobytes: 4096n, messages: 5n, centsPerMegabyte: 9n },
};
const monthBegins = Date.parse("2026-03-01T00:00:00Z");
const monthEnds = Date.parse("2026-04-01T00:00:00Z");

function readDevices() {
  const devices = new Map();
  for (const line of readFileSync(files.devices, "utf8").trim().split("\n").slice(1)) {
    const [device, plan, pool] = line.split(",");
    devices.set(device, { plan, payer: pool ? `${plan}/${pool}` : device, kilobytes: 0n, messages: 0n, minutes: 0n });
  }
  return devices;
}

async function addSessions(devices) {
  const seen = new Set();
  let header = true;
  for await (const line of createInterface({ input: createReadStream(files.usage), crlfDelay: Infinity })) {
    if (header) {
      header = false;
      continue;
    }
    const [id, deviceId, kind, start, , quantityText] = line.split(",");
    if (seen.has(id)) continue;
    seen.add(id);
    const at = Date.parse(start);
    if (at < monthBegins || at >= monthEnds) continue;
    const device = devices.get(deviceId);
    const quantity = BigInt(quantityText);
    if (kind === "data") device.kilobytes += (quantity + 1023n) / 1024n;
    else if (kind === "sms") device.messages += quantity;
    else device.minutes += (quantity + 59n) / 60n;
  }
}

async function bill() {
  const devices = readDevices();
  await addSessions(devices);
  const lines = [];
  const payers = new Map();
  for (const { plan, payer, kilobytes, messages, minutes } of devices.values()) {
    const terms = plans[plan];
    lines.push(terms.accessFee);
    if (minutes > 0n) lines.push(minutes * 6n);
    const over = payers.get(payer) ?? { terms, kilobytes: 0n, messages: 0n };
    over.kilobytes += kilobytes - terms.kilobytes;
    over.messages += messages - terms.messages;
    payers.set(payer, over);
  }
  for (const { terms, kilobytes, messages } of payers.values()) {
    if (kilobytes > 0n) lines.push((kilobytes * terms.centsPerMegabyte + 512n) / 1024n);
    if (messages > 0n) lines.push(messages * 2n);
  }
  const subtotal = lines.reduce((sum, cents) => sum + cents, 0n);
  const tax = (subtotal * 19n + 50n) / 100n;
  return [lines.length, subtotal, tax, subtotal + tax];
}

await report(bill, (row) => ({ facts: factsOfRow(row) }));
