// SPDX-License-Identifier: MIT

/** Saves a text as a file of the reader's. */
export function save(name: string, parts: BlobPart[], type = "application/json"): void {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const isUsageFile = (name: string): boolean => /\.(csv|ndjson|jsonl)$/i.test(name);

/** The kind of a JSON document by its `schema`: "samebill/bill/1" -> "bill"; empty if it is none. */
export function kindOf(text: string): string {
  try {
    const document: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(document) ? document[0] : document;
    const schema = first && typeof first === "object" && "schema" in first ? String(first.schema) : "";
    return /^samebill\/([a-z_]+)\/1$/.exec(schema)?.[1] ?? "";
  } catch {
    return "";
  }
}

const cell = (text: string): string => {
  const safe = /^([=+@\t\r]|-(?![\d.]+$))/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Lines of cells for spreadsheets: no cell is taken for a formula. */
export const csvText = (lines: string[][]): string => lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
