// SPDX-License-Identifier: MIT
// The view and what it shows stand in the address behind `#`, so that Back works and nothing is sent to a server:
// "#/bill/states-life-of-a-meter" -> view "bill", rest "states-life-of-a-meter".

export const views = ["estimate", "compare", "bill", "check", "usage", "plans", "quote"] as const;
export type View = (typeof views)[number];

let hash = $state(location.hash);
addEventListener("hashchange", () => (hash = location.hash));

// An address that is none, such as "#/%E0", is that of the first view.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
const parts = $derived(decoded(hash.replace(/^#\/?/, "")).split("/"));
const view = $derived<View>(views.find((each) => each === parts[0]) ?? "estimate");

export const route = {
  get view(): View {
    return view;
  },
  get rest(): string {
    return parts[0] === view ? parts.slice(1).join("/") : "";
  },
};

export const addressOf = (name: View, rest = ""): string => `#/${name}${rest === "" ? "" : `/${rest}`}`;

/** Another address without a step in the history. */
export function replaceAddress(name: View, rest: string): void {
  history.replaceState(null, "", addressOf(name, rest));
  hash = location.hash;
}
