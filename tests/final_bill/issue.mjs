// SPDX-License-Identifier: MIT
// An issuer for tests that need no server: makes keys and final bills after core/schemas/final_bill.schema.json and
// native-server/FINAL_BILL.md, independently of native-server/security.

import { createHash, generateKeyPairSync, sign } from 'node:crypto';

// RFC 8785 for documents without fractions and with ASCII member names.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

export const digest_of = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export function make_issuer(issuer = 'harbour-net') {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  const jwks = { keys: [{ alg: 'EdDSA', crv: 'Ed25519', kid, kty: 'OKP', use: 'sig', x }] };
  const seal = (document) => {
    const header = Buffer.from(`{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"${kid}"}`).toString('base64url');
    const bytes = Buffer.from(`${header}.${canonical(document)}`);
    return canonical({ ...document, signature: `${header}..${sign(null, bytes, privateKey).toString('base64url')}` });
  };
  let last = null;
  const issue = (bill, changes = {}) => {
    const number = last === null ? 1 : last.number + 1;
    const text = seal({
      schema: 'samebill/final_bill/1', number, issuer, issued_at: '2026-04-01T06:00:00Z', due_on: '2026-05-01',
      previous: last === null ? null : digest_of(last.text), bill, ...changes,
    });
    last = { number, text };
    return text;
  };
  return { jwks, kid, issue };
}
