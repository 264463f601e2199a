// SPDX-License-Identifier: MIT
// The signature of a final bill: detached JWS with an unencoded payload (RFC 7515, RFC 7797), Ed25519, by WebCrypto.
import { valueOf } from "../lib/pointer";

export type SignatureCheck =
  "valid" | "invalid" | "unknown_key" | "malformed" | "no_keys" | "no_signature" | "insecure" | "unsupported";

type Bytes = Uint8Array<ArrayBuffer>;
interface Key {
  id: string;
  bytes: Bytes;
}

/** Null if the text is no base64. */
function bytesOf(base64: string): Bytes | null {
  try {
    const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

function base64Of(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The Ed25519 keys of a JWK set whose ids are their thumbprints (RFC 7638), so that no key passes for another. */
async function keysIn(jwks: string): Promise<Key[]> {
  const { keys } = JSON.parse(jwks) as { keys: ({ kty?: string; crv?: string; x?: string; kid?: string } | null)[] };
  const found: Key[] = [];
  for (const key of keys) {
    const { kty, crv, x, kid } = key ?? {};
    if (kty !== "OKP" || crv !== "Ed25519" || typeof x !== "string" || typeof kid !== "string") continue;
    const print = await crypto.subtle.digest("SHA-256", utf8(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`));
    const bytes = bytesOf(x);
    if (bytes && base64Of(print) === kid) found.push({ id: kid, bytes });
  }
  return found;
}

/** Whether an object in a JSON text has two members of one name: readers disagree on which of them counts. */
function repeatsName(text: string): boolean {
  const open: Set<string>[] = [];
  for (const [sign, string, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)|[{}]/g)) {
    if (sign === "{") open.push(new Set());
    else if (sign === "}") open.pop();
    else if (string && colon) {
      const name = JSON.parse(string) as string;
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
  }
  return false;
}

/** RFC 8785 for documents of Samebill: names in ASCII, whole numbers. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

/** What may have been signed: the text without its last member if it is canonical as it stands, or made so. */
function payloadsOf(text: string): string[] {
  const trimmed = text.trim();
  const { start, end } = valueOf(trimmed, "/signature");
  const name = ',"signature":';
  const before = trimmed.slice(0, start);
  const cut = before.endsWith(name) && trimmed.slice(end) === "}" ? [`${before.slice(0, -name.length)}}`] : [];
  const { signature: _, ...rest } = JSON.parse(trimmed) as Record<string, unknown>;
  return [...new Set([...cut, canonical(rest)])];
}

type Header = { alg?: unknown; b64?: unknown; crit?: unknown; kid?: unknown };

function headerOf(encoded: string): Header | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(encoded) ?? undefined)) as Header | null;
  } catch {
    return null;
  }
}

/** Checks the text of a samebill/final_bill/1 with the text of a JWK set. */
export async function checkSignature(text: string, jwks: string): Promise<{ check: SignatureCheck; key: string }> {
  const { signature } = JSON.parse(text) as { signature?: unknown };
  if (repeatsName(text)) return { check: "malformed", key: "" };
  if (typeof signature !== "string") return { check: "no_signature", key: "" };
  const [encoded = "", middle, tail = "", more] = signature.split(".");
  const signed = bytesOf(tail);
  const header = headerOf(encoded);
  const known = header?.alg === "EdDSA" || header?.alg === "Ed25519";
  const plain = header?.b64 === false && JSON.stringify(header.crit) === '["b64"]';
  const whole = known && plain && middle === "" && more === undefined;
  if (!signed || !header || !whole || typeof header.kid !== "string") return { check: "malformed", key: "" };
  const id = header.kid;
  if (jwks === "") return { check: "no_keys", key: id };
  if (!isSecureContext || !globalThis.crypto?.subtle) return { check: "insecure", key: id };
  const found = (await keysIn(jwks)).find((key) => key.id === id);
  if (!found) return { check: "unknown_key", key: id };
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", found.bytes, "Ed25519", false, ["verify"]);
  } catch {
    return { check: "unsupported", key: id };
  }
  for (const payload of payloadsOf(text))
    if (await crypto.subtle.verify("Ed25519", key, signed, utf8(`${encoded}.${payload}`)))
      return { check: "valid", key: id };
  return { check: "invalid", key: id };
}
