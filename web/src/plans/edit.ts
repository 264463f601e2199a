// SPDX-License-Identifier: MIT
// Members of a catalog by their pointers: read, set, removed, compared. What is emptied by it goes, too.

type Json = unknown;

const steps = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

const isObject = (value: Json): value is Record<string, Json> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

export function valueAt(document: Json, pointer: string): Json {
  let value = document;
  for (const step of steps(pointer)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value)) value = value[step];
    else return undefined;
  }
  return value;
}

function changed(value: Json, [step, ...rest]: string[], next: Json): Json {
  if (step === undefined) return next;
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === step ? changed(inner, rest, next) : inner));
  const members = isObject(value) ? { ...value } : {};
  const inner = changed(members[step], rest, next);
  if (inner === undefined || (isObject(inner) && next === undefined && Object.keys(inner).length === 0))
    delete members[step];
  else members[step] = inner;
  return members;
}

/** A copy with `next` at the pointer; undefined removes what is there. */
export const withValue = <Document>(document: Document, pointer: string, next: Json): Document =>
  changed(document, steps(pointer), next) as Document;

export interface Difference {
  path: string;
  before: Json;
  after: Json;
}

/** What differs, member by member; elements of lists that have an `id` are matched by it. */
export function differences(before: Json, after: Json, path = ""): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], `${path}/${name}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const idOf = (value: Json) => (isObject(value) && typeof value["id"] === "string" ? value["id"] : null);
    if ([...before, ...after].every((value) => idOf(value) !== null)) {
      const ids = [...new Set([...before, ...after].map((value) => idOf(value) as string))];
      const byId = (list: Json[], id: string) => list.find((value) => idOf(value) === id);
      return ids.flatMap((id) => differences(byId(before, id), byId(after, id), `${path}/${id}`));
    }
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, at) => differences(before[at], after[at], `${path}/${at}`)).flat();
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}
