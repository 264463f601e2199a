// SPDX-License-Identifier: MIT
import type { ProblemItem } from "samebill/client";
import { byId, h, worded } from "./dom";
import type { Editor } from "./editor";
import * as format from "./format";
import { placeOf, placeOfLine, type Place } from "./pointer";

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

export function showErrors(problems: ProblemItem[], editor: Editor): void {
  const list = byId("errors");
  const { text } = editor;
  list.hidden = problems.length === 0;
  editor.mark(problems.map((problem) => placeOfProblem(text, problem)));
  if (problems.length === 0) return list.replaceChildren();
  const items = problems.map((problem) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", onclick: () => editor.goTo(placeOfProblem(editor.text, problem)) },
        h("code", {}, problem.path === "" ? "the document" : problem.path),
        h("span", {}, ...worded(problem.message)),
        h("small", {}, problem.code),
      ),
    ),
  );
  list.replaceChildren(h("h3", {}, format.count(problems.length, "problem")), h("ol", {}, items));
}
