// SPDX-License-Identifier: MIT
// What callers hand in, checked before it reaches the module: a wrong argument is a TypeError that names it.

const encoder = new TextEncoder();
const maxLine = 0x7fff_ffff;

export function shown(value) {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "object") return value.constructor?.name ? `an object (${value.constructor.name})` : "an object";
  return typeof value === "function" ? "a function" : String(value);
}

/** The bytes of a document given as text, bytes or object. */
export function bytesOf(document, name) {
  if (typeof document === "string") return encoder.encode(document);
  if (document instanceof Uint8Array) return document;
  if (document instanceof ArrayBuffer) return new Uint8Array(document);
  if (typeof document === "object" && document !== null) return encoder.encode(JSON.stringify(document));
  throw new TypeError(`${name} must be a text, a Uint8Array or an object, not ${shown(document)}`);
}

/** Options with nothing that is not in `kinds`, a map from each name to its type. */
export function checkOptions(options, kinds) {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`options must be an object, not ${shown(options)}`);
  for (const [name, value] of Object.entries(options)) {
    const kind = kinds[name];
    if (!kind) throw new TypeError(`there is no option ${shown(name)}; there are ${Object.keys(kinds).join(", ")}`);
    if (value !== undefined && kind !== "any" && typeof value !== kind)
      throw new TypeError(`options.${name} must be a ${kind}, not ${shown(value)}`);
  }
  return options;
}

export function checkFormat(format) {
  if (format !== "csv" && format !== "ndjson")
    throw new TypeError(`format must be "csv" or "ndjson", not ${shown(format)}`);
  return format;
}

export function checkText(value, name) {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, not ${shown(value)}`);
  return value;
}

export function checkLine(line) {
  if (!Number.isInteger(line) || line < 0 || line > maxLine)
    throw new TypeError(`line must be a whole number from 0 on, not ${shown(line)}`);
  return line;
}

/** The bytes of a chunk of usage. */
export function chunkOf(chunk) {
  if (typeof chunk === "string") return encoder.encode(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError(`a chunk must be a Uint8Array, an ArrayBuffer or a string, not ${shown(chunk)}`);
}
