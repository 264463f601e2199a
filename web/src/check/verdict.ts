// SPDX-License-Identifier: MIT
// What came of a check as rows for spreadsheets: the verdict, digests, the first difference, the lines around it.
import type { Line } from "samebill";
import type { Verified } from "../engine/protocol";
import { csvText } from "../lib/files";

export interface Verdict {
  /** What is said on the screen. */
  text: string;
  /** Null if nothing could be compared. */
  good: boolean | null;
  verified: Verified[];
  signature: { text: string; good: boolean | null; key: string } | null;
}

const valueText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
const answer = (good: boolean | null): string => (good === null ? "" : good ? "yes" : "no");

export function verdictText(
  { text, good, verified, signature }: Verdict,
  lineText: (line: Line, of: Verified) => string,
): string {
  const rows = [["verdict", "", "", "", text, "", "", answer(good)]];
  for (const each of verified) {
    const { account, period, issued, computed, matches, difference, around } = each;
    rows.push(["digest", account, period, "", "", issued, computed, answer(matches)]);
    if (difference) {
      const values = [difference.issued, difference.computed].map(valueText);
      rows.push(["difference", account, period, difference.path, "", ...values, "no"]);
    }
    for (const line of around) {
      const [given, own] = [line.issued?.amount ?? "", line.computed?.amount ?? ""];
      const said = line.computed ?? line.issued;
      const place = `/lines/${line.number}`;
      rows.push(["line", account, period, place, said ? lineText(said, each) : "", given, own, answer(given === own)]);
    }
  }
  if (signature) rows.push(["signature", "", "", "", signature.text, signature.key, "", answer(signature.good)]);
  return csvText([["part", "account", "month", "place", "text", "issued", "computed", "good"], ...rows]);
}
