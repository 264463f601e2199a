// SPDX-License-Identifier: MIT
// RFC 8785 canonical JSON (BigInt values are written as their digits) and SHA-256.

import { createHash } from "node:crypto";

export function canonical(value) {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort();
    return (
      "{" + members.map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}"
    );
  }
  return JSON.stringify(value);
}

export function sha256(text) {
  return "sha256:" + createHash("sha256").update(text, "utf8").digest("hex");
}

/** RFC 7396. */
export function merge_patch(target, patch) {
  if (!is_object(patch)) return patch;
  const merged = is_object(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge_patch(merged[key], value);
  }
  return merged;
}

export function is_object(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The place of a JSON Pointer in the document as given: comparable arrays of member positions. */
export function document_position(document, pointer) {
  const position = [];
  let place = document;
  for (const token of pointer.split("/").slice(1)) {
    position.push(Array.isArray(place) ? Number(token) : Object.keys(place).indexOf(token));
    place = place[token];
    if (place === undefined) break;
  }
  return position;
}

/** Errors in document order, those at one place by code, each code once at a place, at most 100. */
export function error_document(document, errors) {
  const placed = errors.map((error) => ({
    error,
    position: document_position(document, error.path),
  }));
  placed.sort(
    (a, b) => compare_positions(a.position, b.position) || compare(a.error.code, b.error.code),
  );
  const kept = placed
    .map(({ error }) => error)
    .filter(
      (error, i, all) =>
        i === 0 || error.path !== all[i - 1].path || error.code !== all[i - 1].code,
    )
    .slice(0, 100)
    .map(({ code, path }) => ({ code, path, message: code.replaceAll("_", " ") }));
  return { schema: "samebill/error/1", errors: kept };
}

function compare_positions(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/** Bytewise for ASCII text, and by value for numbers. */
export function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function by_keys(...keys) {
  return (a, b) => {
    for (const key of keys) {
      const order = compare(a[key] ?? "", b[key] ?? "");
      if (order !== 0) return order;
    }
    return 0;
  };
}
