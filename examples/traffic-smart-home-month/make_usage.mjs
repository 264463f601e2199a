// SPDX-License-Identifier: MIT
// Turns data/flows.csv into usage.csv, one data session a flow, and prints what was left out.
//   node make_usage.mjs
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);

// The captures are of 13 days between August 2018 and March 2019. Each is moved by whole days into
// March 2019, to the same day of the month: the time of day and the gaps within a day stay.
const month = "2019-03";

// A flow's bytes are without headers; the network counts them (U2). IPv4 20 bytes; TCP 20, UDP 8
// and ICMP 8, without options. An IGMP flow's bytes hold its message: only the IP header is added.
const header_bytes = { 6: 20 + 20, 17: 20 + 8, 1: 20 + 8, 2: 20 };

// Initiators that are no device of the account. The two home routers are devices with a SIM each.
const left_out = {
  public: "initiator outside the home",
  "0.0.0.0": "initiator without an address yet",
};

const counts = { flows: 0, taken: 0, ends_moved: 0, left_out: {} };
const by_device = {};
const out = ["id,device,kind,start,end,quantity"];

const text = readFileSync(new URL("data/flows.csv", here), "utf8").trimEnd();
const [head, ...rows] = text.split("\n");
const columns = head.split(",");

rows.forEach((row, index) => {
  const cells = row.split(",");
  const flow = Object.fromEntries(columns.map((name, at) => [name, cells[at]]));
  counts.flows += 1;
  const reason = left_out[flow.src];
  if (reason) {
    counts.left_out[reason] = (counts.left_out[reason] ?? 0) + 1;
    return;
  }
  const start_s = Math.floor(Number(flow.start_unix));
  let end_s = Math.floor(Number(flow.end_unix));
  if (end_s < start_s) {
    end_s = start_s;
    counts.ends_moved += 1;
  }
  const captured_day = new Date(start_s * 1000).toISOString().slice(0, 10);
  const billed_day = `${month}-${captured_day.slice(8)}`;
  const midnight_ms = (day) => Date.parse(`${day}T00:00:00Z`);
  const shift_s = (midnight_ms(billed_day) - midnight_ms(captured_day)) / 1000;
  const packets = Number(flow.pkts_out) + Number(flow.pkts_in);
  const bytes = Number(flow.bytes_out) + Number(flow.bytes_in);
  const quantity = bytes + packets * header_bytes[flow.ip_proto];
  const device = `host-${flow.src.split(".").slice(2).join("-")}`;
  const instant = (s) => new Date((s + shift_s) * 1000).toISOString().replace(".000Z", "Z");
  // The id is the number of the flow's row in flows.csv, the first flow being 1.
  const id = `flow-${String(index + 1).padStart(4, "0")}`;
  out.push([id, device, "data", instant(start_s), instant(end_s), quantity].join(","));
  counts.taken += 1;
  by_device[device] ??= { sessions: 0, quantity: 0, rated: 0 };
  by_device[device].sessions += 1;
  by_device[device].quantity += quantity;
  by_device[device].rated += Math.ceil(quantity / 1024) * 1024;
});

writeFileSync(new URL("usage.csv", here), out.join("\n") + "\n");
console.log(JSON.stringify({ ...counts, by_device }, null, 2));
