// SPDX-License-Identifier: MIT
// What the views of bills and usage say beyond the words that every view has; it comes with them.
import * as format from "../lib/format";

export const detail = {
  leftOut: (names: string) => `Only one file of a kind at a time; left out: ${names}.`,
  shareUsage: "A link carries no usage file: remove it first, or hand it over with the saved request.",
  outdated: "This bill is out of date: its usage file was removed, or the engine could not compute it anew.",
  inFull: "In the engine's words",
  rounded: (manner: string) => `rounded ${manner} to`,
  onPaper: (shown: number, all: number) =>
    `${format.count(shown)} of ${format.count(all)} charges are on this paper. The page's own button prints those ` +
    "that were not in sight too, up to 20,000; a file saved as CSV has all.",
};

export type Detail = typeof detail;
