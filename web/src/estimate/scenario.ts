// SPDX-License-Identifier: MIT
// Scenarios as the page makes and changes them. A scenario holds its catalog, so that it means the same anywhere.
import type { Behaviour, Catalog, Cohort, Scenario } from "samebill";

export type Template = "meter" | "tracker" | "terminal" | "camera" | "vehicle";
export const templates: Template[] = ["meter", "tracker", "terminal", "camera", "vehicle"];

/** What a device of the kind usually does; every number is an assumption that the reader can change. */
const usual: Record<Template, { count: number; usage: Behaviour[] }> = {
  meter: {
    count: 200,
    usage: [{ name: "reports", kind: "data", times: { per: "day", count: 4 }, payload: "2 KB", protocol: "coap_dtls" }],
  },
  tracker: {
    count: 100,
    usage: [
      { name: "positions", kind: "data", times: { per: "hour", count: 2 }, payload: "300 B", protocol: "mqtt_tls" },
    ],
  },
  terminal: {
    count: 50,
    usage: [
      {
        name: "payments",
        kind: "data",
        times: { per: "day", count: 60 },
        payload: "4 KB",
        messages: 3,
        protocol: "https",
      },
    ],
  },
  camera: {
    count: 20,
    usage: [{ name: "clips", kind: "data", times: { per: "day", count: 12 }, payload: "6 MB", protocol: "https" }],
  },
  vehicle: {
    count: 80,
    usage: [
      {
        name: "telemetry",
        kind: "data",
        times: { per: "hour", count: 1 },
        payload: "40 KB",
        messages: 20,
        protocol: "mqtt_tls",
      },
      { name: "calls", kind: "voice", times: { per: "month" }, duration: "3 min" },
    ],
  },
};

export function cohortOf(template: Template, name: string): Cohort {
  const { count, usage } = usual[template];
  return { name, count, usage: structuredClone(usage) };
}

/** "Water meters" -> "Water-meters"; a name that no other cohort has. */
export function nameFor(wish: string, others: string[]): string {
  const spelled = wish
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^A-Za-z0-9._:@+-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|-+$/g, "");
  const base = spelled.slice(0, 100) || "devices";
  let name = base;
  for (let number = 2; others.includes(name); ++number) name = `${base}-${number}`;
  return name;
}

export function newScenario(catalog: Catalog, from: string, cohorts: Cohort[] = []): Scenario {
  return {
    schema: "samebill/scenario/1",
    catalog,
    account: {
      schema: "samebill/account/1",
      id: "customer",
      agreement: { from: `${from}-01` },
      devices: [],
    },
    from,
    months: 12,
    cohorts,
  } as Scenario;
}

const isObject = (value: unknown): boolean => value !== null && typeof value === "object" && !Array.isArray(value);
const areObjects = (list: unknown): boolean => Array.isArray(list) && list.every(isObject);

/** Whether the page can show it; what is wrong in it is the engine's to say. */
export const isCatalog = (value: unknown): value is Catalog =>
  isObject(value) && areObjects((value as Catalog).plans) && (value as Catalog).plans.length > 0;
export const isScenario = (value: unknown): value is Scenario => {
  const scenario = value as Scenario | null;
  return (
    scenario?.schema === "samebill/scenario/1" &&
    typeof scenario.from === "string" &&
    isCatalog(scenario.catalog) &&
    isObject(scenario.account?.agreement) &&
    areObjects(scenario.cohorts) &&
    scenario.cohorts.every(
      ({ name, usage = [] }) =>
        typeof name === "string" && areObjects(usage) && areObjects(usage.map((each) => each.times)),
    )
  );
};

/** Another first month: an agreement that began with the old one and devices begin with it, none of them after it. */
export function withFrom(scenario: Scenario, from: string): Scenario {
  const { agreement } = scenario.account;
  const moves = agreement.from === `${scenario.from}-01` || agreement.from > `${from}-01`;
  const account = moves ? { ...scenario.account, agreement: { ...agreement, from: `${from}-01` } } : scenario.account;
  const cohorts = scenario.cohorts.map((cohort) => {
    const on = cohort.start?.on;
    return on !== undefined && on < `${from}-01` ? { ...cohort, start: { ...cohort.start, on: `${from}-01` } } : cohort;
  });
  return { ...scenario, from, account, cohorts };
}

export const monthAfter = (now: Date): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 7);

export const planOf = (catalog: Catalog, id: string | undefined) => catalog.plans.find((plan) => plan.id === id);

export const usedNames = (cohort: Cohort): string[] => (cohort.usage ?? []).map((behaviour) => behaviour.name);
