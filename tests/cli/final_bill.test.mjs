// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';

import { make_issuer } from '../final_bill/issue.mjs';
import { verify_final_bill } from '../final_bill/verify.mjs';
import { folder, repository, samebill } from './binary.mjs';
import { request } from './sample.mjs';

// A request, and what an issuer makes of its bill twice over.
function issued(t) {
  const files = folder(t);
  const inputs = files.write('request.json', request());
  const [bill] = JSON.parse(samebill(['bill', inputs]).out).bills;
  const issuer = make_issuer();
  const one = issuer.issue(bill);
  const two = issuer.issue(bill);
  return {
    files, inputs, issuer, one, two,
    keys: files.write('jwks.json', issuer.jwks),
    first: files.write('one.json', one),
    second: files.write('two.json', two),
  };
}

test('a_final_bill_is_verified_with_the_keys_of_its_issuer', (t) => {
  const { first, second, keys, inputs, issuer } = issued(t);
  const run = samebill(['verify', second, '--keys', keys, '--previous', first, inputs]);
  assert.equal(run.code, 0, run.out + run.err);
  const answer = JSON.parse(run.out);
  assert.equal(answer.bill.matches, true);
  delete answer.bill;
  assert.deepEqual(answer, {
    schema: 'samebill/final_verification/1', account: 'waterworks', period: '2026-03', issuer: 'harbour-net',
    number: 2, key: issuer.kid, signature: 'valid', digest: true, chain: true, matches: true,
  });
  const text = samebill(['verify', first, '--keys', keys, '--format', 'text']);
  assert.equal(text.code, 0);
  assert.equal(text.out, 'waterworks, 2026-03: final bill 1 of harbour-net is as it was issued\n' +
    `  signature  valid (key ${issuer.kid})\n  digest     right\n`);
  assert.equal(samebill(['check', first, second]).code, 0);
});

test('the_layout_of_the_text_does_not_matter_to_the_command', (t) => {
  const { files, one, keys } = issued(t);
  const spread = files.write('spread.json', JSON.stringify(JSON.parse(one), null, 2));
  assert.equal(samebill(['verify', spread, '--keys', keys]).code, 0);
});

test('whatever_is_changed_is_found', (t) => {
  const { files, one, two, first, keys, inputs, issuer } = issued(t);
  const verified = (text, ...rest) => {
    const run = samebill(['verify', files.write('changed.json', text), '--keys', keys, ...rest]);
    assert.equal(run.code, 2);
    return JSON.parse(run.out);
  };
  for (const [from, to] of [
    ['"number":2', '"number":3'], ['2026-05-01', '2026-06-01'], ['T06:00:00Z', 'T07:00:00Z'],
    ['harbour-net', 'other-net'], ['"amount":"4.50"', '"amount":"4.49"'],
  ]) {
    const answer = verified(two.replace(from, to));
    assert.equal(answer.signature, 'invalid', from);
    assert.equal(answer.digest, !from.includes('amount'), from);
  }
  // Signed by the issuer, but another document, or after another bill, or of other inputs.
  const bill = JSON.parse(one).bill;
  assert.equal(verified(make_issuer().issue(bill)).signature, 'unknown_key');
  const fork = verified(issuer.issue(bill, { number: 2, due_on: '2026-05-02' }), '--previous', first);
  assert.equal(fork.signature, 'valid');
  assert.equal(fork.chain, false);
  const fewer = request();
  fewer.events.pop();
  fewer.events.pop();
  const others = verified(one, files.write('others.json', fewer));
  assert.equal(others.signature, 'valid');
  assert.equal(others.bill.matches, false);
  const changed = { ...bill, total: '0.00' };
  assert.equal(verified(issuer.issue(changed), inputs).digest, false);
});

test('what_cannot_be_verified_says_why', (t) => {
  const { files, one, first, second, keys, inputs } = issued(t);
  const bill = files.write('bill.json', JSON.parse(one).bill);
  for (const [args, why] of [
    [[first], /--keys FILE/],
    [[first, '--keys', first], /one\.json: is no JWK set/],
    [[first, '--keys', keys, '--previous', bill], /bill\.json: is no samebill\/final_bill\/1/],
    [[bill, inputs, '--keys', keys], /are for final bills/],
    [[bill], /needs the request/],
    [[files.write('gap.json', one.replace('"number":1', '"number":7')), '--keys', keys], /\/previous is to be/],
  ]) {
    const run = samebill(['verify', ...args]);
    assert.equal(run.code, 2, args.join(' '));
    assert.match(run.err, why);
  }
  assert.equal(JSON.parse(samebill(['verify', second, '--keys', keys, '--previous', second]).out).chain, false);
});

test('webcrypto_alone_verifies_a_final_bill', async (t) => {
  const { one, two, first, second, keys, issuer } = issued(t);
  assert.deepEqual((await verify_final_bill(two, issuer.jwks, one)).problems, []);
  const changed = two.replace('4.50', '4.51');
  assert.deepEqual((await verify_final_bill(changed, issuer.jwks)).problems, ['the signature is wrong']);
  assert.deepEqual((await verify_final_bill(two, issuer.jwks, two)).problems,
    ['the other bill is not the one before', 'it does not follow the bill before']);
  assert.match((await verify_final_bill(one, make_issuer().jwks)).problems[0], /no key/);
  const program = join(repository, 'tests/final_bill/verify.mjs');
  const run = spawnSync(process.execPath, [program, second, keys, first], { encoding: 'utf8', timeout: 30_000 });
  assert.equal(run.stdout, 'final bill 2 of harbour-net is as it was issued\n');
  assert.equal(run.status, 0);
});
