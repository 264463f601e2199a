// SPDX-License-Identifier: MIT
// Closing states: their members, and openings that do not fit their request.

import { createHash } from "node:crypto";
import {
  beyond,
  broken,
  member_cases,
  put,
  request,
  sound,
  unknown_member_cases,
  values,
  without,
} from "./documents.mjs";
import { causes } from "../vocabulary.mjs";

// RFC 8785 for what states consist of: ASCII strings, integers, lists and objects.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
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

// Every member that the state of a device can have; no device has them all.
const full = {
  id: "pump-1",
  state: "suspended",
  cause: "customer",
  activated: true,
  plan: "meter",
  group: "north",
  pending: { plan: "credit", at: 1772323200 },
  stay: { entry: 1771000000, counts: { data: 5, voice: 60, sms: 9223372036854774784 } },
  balances: { data: 1 },
  exhausted_at: 1771000000,
  active_since: 1770000000,
  noticed: ["inactive", "prepaid_unfunded"],
  periods: [{ plan: "yearly", paid_through: 20800, left: { sms: 3 } }],
};
const optional = (parent, members) => members.map((member) => [`${parent}/${member}`, "optional"]);
const device_members = [
  ["", "item"],
  ["/id", "required"],
  ["/state", "required"],
  ...optional("", Object.keys(full).slice(2)),
  ["/pending/plan", "required"],
  ["/pending/at", "required"],
  ["/stay/entry", "required"],
  ["/stay/counts", "optional"],
  ...optional("/stay/counts", ["data", "voice", "sms"]),
  ["/noticed/0", "item"],
  ["/periods/0", "item"],
  ["/periods/0/plan", "required"],
  ["/periods/0/paid_through", "required"],
  ["/periods/0/left", "optional"],
].map(([pointer, presence]) => [`/devices/0${pointer}`, presence]);
const device_objects = [
  "",
  "/pending",
  "/stay",
  "/stay/counts",
  "/periods/0",
  "/periods/0/left",
].map((pointer) => `/devices/0${pointer}`);

// Cases of a state whose seal is sound all the same.
const resealed = ({ document, ...rest }) => {
  const { digest, ...content } = JSON.parse(document);
  return { ...rest, document: JSON.stringify(sealed(content)) };
};
const whole = { ...state, devices: [full] };
const of = (make, pointer, list, errors) =>
  values(make, "state", whole, `/devices/0${pointer}`, list, errors).map(resealed);
const days = 84546;

const alone = [
  sound("state: no devices", state),
  ...Object.keys(state).map((member) =>
    broken(`state: ${member} missing`, without(state, `/${member}`), ["schema "]),
  ),
  ...Object.keys(state).map((member) =>
    broken(`state: ${member} of a wrong type`, put(state, `/${member}`, true), [
      `schema /${member}`,
    ]),
  ),
  ...Object.keys(state).map((member) =>
    broken(`state: ${member} null`, put(state, `/${member}`, null), [`schema /${member}`]),
  ),
  ...["2", "", 1].map((rules) =>
    broken(`state: rules are ${JSON.stringify(rules)}`, sealed({ ...content, rules }), [
      "schema /rules",
    ]),
  ),
  broken("state: unknown member", sealed({ ...content, zone: 1 }), ["schema /zone"]),
  broken("state: a digest in capitals", put(state, "/digest", state.digest.toUpperCase()), [
    "schema /digest",
  ]),
];

const devices = [
  ...member_cases("state", whole, device_members).map(resealed),
  ...unknown_member_cases("state", whole, device_objects).map(resealed),
  ...of(sound, "/state", ["active_billed"]),
  ...of(broken, "/state", ["active", "", "Suspended"]),
  ...of(sound, "/cause", causes),
  ...of(broken, "/cause", ["trigger", ""]),
  ...of(broken, "/activated", [false, 1]),
  ...of(sound, "/stay/entry", [0, days * 86400]),
  ...of(broken, "/stay/entry", [-1, 0.5, days * 86400 + 1, "2026-01-01T00:00:00Z"]),
  ...of(broken, "/pending/at", [-1, days * 86400 + 1]),
  ...of(broken, "/exhausted_at", [-1, days * 86400 + 1]),
  ...of(broken, "/active_since", [-1, days * 86400 + 1]),
  ...of(sound, "/periods/0/paid_through", [0, days]),
  ...of(broken, "/periods/0/paid_through", [-1, days + 1, "2026-12-31"]),
  ...of(broken, "/balances/data", [0, -1, 1.5, 1e20, "1 KB"]),
  ...of(sound, "/balances", [{}]),
  ...of(sound, "/noticed", [
    [],
    ["agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"],
  ]),
  ...of(broken, "/noticed", [["inactive", "lost"]], ["schema /devices/0/noticed/1"]),
  ...of(broken, "/noticed", [["inactive", "inactive"]], ["duplicate_id /devices/0/noticed/1"]),
  beyond("state: two devices of one id", sealed({ ...content, devices: [full, full] }), [
    "duplicate_id /devices/1/id",
  ]),
  beyond(
    "state: two periods of one plan",
    sealed({ ...content, devices: [{ ...full, periods: [full.periods[0], full.periods[0]] }] }),
    ["duplicate_id /devices/0/periods/1/plan"],
  ),
  ...["pre_provisioned", "cancelled"].map((name) => {
    const cause = name === "cancelled" ? { cause: "customer" } : {};
    return sound(
      `state: a device that is ${name}`,
      sealed({ ...content, devices: [{ id: "pump-1", state: name, ...cause }] }),
    );
  }),
];

// Active since 2026-02-01.
const device = {
  id: "pump-1",
  state: "active_billed",
  cause: "customer",
  activated: true,
  plan: "meter",
  active_since: 1769904000,
};
const in_request = [
  sound("request: opening with the state of the month before", opened(state)),
  beyond(
    "request: opening whose digest is not its own",
    opened({ ...state, digest: request.adjustments[0].issued }),
    refused,
  ),
  beyond(
    "request: opening that was changed after it was sealed",
    opened({ ...state, period: "2026-01" }),
  ),
  beyond("request: opening of another account", changed("/account", "quay"), refused),
  beyond("request: opening of another catalog", changed("/catalog", "acme-2025"), refused),
  broken("request: opening by other rules", changed("/rules", "2"), refused),
  broken("request: opening of another version", changed("/schema", "samebill/state/2"), refused),
  broken(
    "request: opening with an unknown member",
    opened(sealed({ ...content, zone: 1 })),
    refused,
  ),
  broken("request: opening without its digest", opened(content), refused),
  broken(
    "request: opening with a device that has no state",
    opened(sealed({ ...content, devices: [{ id: "pump-1" }] })),
    refused,
  ),
  sound("request: opening with a device", opened(sealed({ ...content, devices: [device] }))),
  sound(
    "request: opening with a device that the account no longer has",
    opened(sealed({ ...content, devices: [{ ...device, id: "pump-0" }] })),
  ),
  beyond(
    "request: opening whose plan is gone",
    opened(sealed({ ...content, devices: [{ ...device, plan: "gone" }] })),
    refused,
  ),
  beyond(
    "request: opening whose pending plan is gone",
    opened(
      sealed({ ...content, devices: [{ ...device, pending: { plan: "gone", at: 1772323200 } }] }),
    ),
    refused,
  ),
  sound(
    "request: opening whose plan is gone, of a device that is gone",
    opened(sealed({ ...content, devices: [{ ...device, id: "pump-0", plan: "gone" }] })),
  ),
  sound(
    "request: opening with a paid period of a plan that is gone",
    opened(
      sealed({
        ...content,
        devices: [{ ...device, periods: [{ plan: "gone", paid_through: 20800 }] }],
      }),
    ),
  ),
  beyond("request: opening of two months before", changed("/period", "2026-01"), [
    "period /opening",
  ]),
  beyond("request: opening of the month itself", changed("/period", "2026-03"), [
    "period /opening",
  ]),
];

export const state_cases = [...alone, ...devices, ...in_request];
