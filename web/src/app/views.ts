// SPDX-License-Identifier: MIT
// The views, each a file of its own that is loaded when it is first shown.
import type { Component } from "svelte";
import type { View } from "../lib/router.svelte";

type Loaded = Promise<{ default: Component }>;
const load: Record<View, () => Loaded> = {
  estimate: () => import("../estimate/EstimateView.svelte"),
  compare: () => import("../compare/CompareView.svelte"),
  bill: () => import("../bill/BillView.svelte"),
  check: () => import("../check/CheckView.svelte"),
  usage: () => import("../usage/UsageView.svelte"),
  plans: () => import("../plans/PlansView.svelte"),
  quote: () => import("../quote/QuoteView.svelte"),
};
// One promise for each view: the same promise does not build the view anew.
const loaded: Partial<Record<View, Loaded>> = {};

export const shown = (name: View): Loaded =>
  (loaded[name] ??= load[name]().catch((error: unknown) => {
    delete loaded[name];
    throw error;
  }));
