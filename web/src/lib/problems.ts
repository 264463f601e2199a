// SPDX-License-Identifier: MIT
import type { ProblemItem } from "samebill";
import { placeOf, placeOfLine, type Place } from "./pointer";

/** What the engine did not answer to, as a problem of its own. */
export const fault = (error: unknown): ProblemItem => ({
  code: "internal",
  path: "",
  message: error instanceof Error ? error.message : String(error),
});

/**
 * Where a problem stands in the text: by its pointer, or for text that is no JSON by the line that its message
 * names.
 */
export function placeOfProblem(text: string, problem: ProblemItem): Place {
  const line = /line (\d+), byte (\d+)/.exec(problem.message);
  if (problem.code === "parse" && line) return placeOfLine(text, Number(line[1]), Number(line[2]));
  const place = placeOf(text, problem.path);
  return problem.path === "" ? { start: place.start, end: Math.min(place.start + 1, place.end) } : place;
}
