// SPDX-License-Identifier: MIT
// Closing states: the members around the devices, and states that do not fit their request. A state
// of no devices is enough for that; what a device's state holds, the engine writes itself.

import { createHash } from "node:crypto";
import { beyond, broken, put, request, sound, without } from "./documents.mjs";

// RFC 8785 for what states consist of: ASCII strings, integers, lists and objects.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

export const sealed = (content) => ({
  ...content,
  digest: `sha256:${createHash("sha256").update(canonical(content)).digest("hex")}`,
});

const content = {
  schema: "samebill/state/1",
  rules: "1",
  account: "harbour",
  catalog: "acme-2026",
  period: "2026-02",
  devices: [],
};
const state = sealed(content);
const opened = (opening) => ({ ...request, opening });
const changed = (pointer, value) => opened(sealed(put(content, pointer, value)));
const refused = ["state /opening"];

const alone = [
  sound("state: no devices", state),
  ...Object.keys(state).map((member) => broken(`state: ${member} missing`, without(state, `/${member}`))),
  ...Object.keys(state).map((member) => broken(`state: ${member} of a wrong type`, put(state, `/${member}`, true))),
  ...Object.keys(state).map((member) => broken(`state: ${member} null`, put(state, `/${member}`, null))),
  broken("state: unknown member", sealed({ ...content, zone: 1 })),
  broken("state: a device whose id is a number", sealed({ ...content, devices: [{ id: 1 }] })),
  broken("state: a device without an id", sealed({ ...content, devices: [{}] })),
  broken("state: a device given as an id", sealed({ ...content, devices: ["pump-1"] })),
];

const in_request = [
  sound("request: opening with the state of the month before", opened(state)),
  beyond("request: opening whose digest is not its own", opened({ ...state, digest: request.adjustments[0].issued }), refused),
  beyond("request: opening that was changed after it was sealed", opened({ ...state, period: "2026-01" })),
  beyond("request: opening of another account", changed("/account", "quay"), refused),
  beyond("request: opening of another catalog", changed("/catalog", "acme-2025"), refused),
  broken("request: opening by other rules", changed("/rules", "2"), refused),
  broken("request: opening of another version", changed("/schema", "samebill/state/2"), refused),
  beyond("request: opening of two months before", changed("/period", "2026-01"), ["period /opening"]),
  beyond("request: opening of the month itself", changed("/period", "2026-03"), ["period /opening"]),
];

export const state_cases = [...alone, ...in_request];
