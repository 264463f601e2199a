// SPDX-License-Identifier: MIT
// Verifies final bills with WebCrypto alone, in Node 20 or a browser: no part of Samebill is needed to check what
// an issuer signed. As a program: node verify.mjs FINAL_BILL.json JWKS.json [FINAL_BILL_BEFORE.json]
//
// The document is canonical JSON as it was served. The signature is the last of its members by name, so the bytes that
// were signed are the text up to it, and the brace that closes the document.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const utf8 = new TextEncoder();

const bytes_of = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

export async function digest_of(text) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
  return `sha256:${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

// { document, problems }: what is wrong with the text of a final bill, in words; nothing wrong is an empty list.
export async function verify_final_bill(text, jwks, before) {
  const document = JSON.parse(text);
  const problems = [];
  const tail = `,"signature":${JSON.stringify(document.signature)}}`;
  if (!text.endsWith(tail)) return { document, problems: ['the text is not the canonical document'] };
  const payload = `${text.slice(0, -tail.length)}}`;

  const [header, middle, signature] = document.signature.split('.');
  const { alg, b64, crit, kid } = JSON.parse(new TextDecoder().decode(bytes_of(header)));
  if (alg !== 'EdDSA' || b64 !== false || String(crit) !== 'b64' || middle !== '')
    return { document, problems: ['the signature is of another kind'] };
  const jwk = jwks.keys.find((key) => key.kid === kid);
  if (!jwk) return { document, problems: [`the issuer has no key ${kid}`] };
  const key = await crypto.subtle.importKey('jwk', { ...jwk, alg: undefined, use: undefined, key_ops: ['verify'] },
    { name: 'Ed25519' }, false, ['verify']);
  const signed = utf8.encode(`${header}.${payload}`);
  const right = await crypto.subtle.verify('Ed25519', key, bytes_of(signature), signed);
  if (!right) problems.push('the signature is wrong');

  const first = document.number === 1;
  if (first !== (document.previous === null)) problems.push('only number 1 has none before it');
  if (before !== undefined) {
    const { issuer, number } = JSON.parse(before);
    const next = issuer === document.issuer && number + 1 === document.number;
    if (!next) problems.push('the other bill is not the one before');
    if ((await digest_of(before)) !== document.previous) problems.push('it does not follow the bill before');
  }
  return { document, problems };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [bill, jwks, before] = process.argv.slice(2).map((name) => readFileSync(name, 'utf8').replace(/\n$/, ''));
  const { document, problems } = await verify_final_bill(bill, JSON.parse(jwks), before);
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log(`final bill ${document.number} of ${document.issuer} is as it was issued`);
  process.exitCode = problems.length === 0 ? 0 : 2;
}
