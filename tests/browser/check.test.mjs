// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { drop, requestOf, resultOf, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

const name = "states-life-of-a-meter";
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
};

// A final bill as native-server/FINAL_BILL.md says, signed with a key made here.
function finalBill(bill) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url");
  const unsigned = {
    schema: "samebill/final_bill/1",
    number: 1,
    issuer: "operator",
    issued_at: "2026-04-01T06:00:00Z",
    due_on: "2026-05-01",
    previous: null,
    bill,
  };
  const header = Buffer.from(JSON.stringify({ alg: "EdDSA", b64: false, crit: ["b64"], kid })).toString("base64url");
  const signature = sign(null, Buffer.from(`${header}.${canonical(unsigned)}`), privateKey).toString("base64url");
  const document = { ...unsigned, signature: `${header}..${signature}` };
  const jwks = { keys: [{ kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" }] };
  return { document, jwks };
}

test("a bill and its request agree; a changed cent is found in its line", async () => {
  const { page, complaints, close } = await browser.view("check");
  assert.equal(await page.locator("#csv").isDisabled(), true);
  await drop(page, "request.json", requestOf(name));
  const result = resultOf(name);
  await drop(page, "result.json", JSON.stringify(result));
  await page.locator(".verdict.good").waitFor();
  assert.equal(await page.locator("#verdict").textContent(), "The bill is what its request comes to.");

  const altered = structuredClone(result.bills[0]);
  altered.lines[2].amount = "9.99";
  await drop(page, "bill.json", JSON.stringify(altered));
  await page.locator(".verdict.bad").waitFor();
  const [row] = await page.locator(".differs").all();
  assert.deepEqual(
    (await row.locator(".figure").allTextContents()).map((text) => text.trim()),
    ["9.99", result.bills[0].lines[2].amount],
  );
  assert.equal(await page.locator(".differs").count(), 1);
  // Saved as a table and printed: the verdict, the digests, the difference and its line.
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#csv").click()]);
  assert.equal(download.suggestedFilename(), "check-harbour-works-2026-03.csv");
  const rows = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  assert.equal(rows[0], "part,account,month,place,text,issued,computed,good");
  assert.match(rows[1], /^verdict,,,,The bill is not what its request comes to\.,,,no$/);
  assert.match(rows[2], /^digest,harbour-works,2026-03,,,sha256:[0-9a-f]{64},sha256:[0-9a-f]{64},/);
  assert.match(rows[3], /^difference,harbour-works,2026-03,\//);
  const [line] = rows.filter((each) => /^line,.*,no$/.test(each));
  assert.match(
    line,
    new RegExp(`^line,harbour-works,2026-03,/lines/2,.*,9\\.99,${result.bills[0].lines[2].amount},no$`),
  );
  await page.emulateMedia({ media: "print" });
  await page.locator(".paper_only code", { hasText: /^[0-9a-f]{64}$/ }).waitFor();
  assert.equal(await page.locator(".differs").isVisible(), true);
  for (const hidden of [".intro p", ".slot .button", "#csv"])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.deepEqual(complaints, []);
  await close();
});

test("the signature of a final bill is checked, in any layout; altered or with another key it fails", async () => {
  const { page, complaints, close } = await browser.view("check");
  const { document, jwks } = finalBill(resultOf(name).bills[0]);
  const signature = page.locator("#signature");
  await drop(page, "final.json", canonical(document));
  await signature.filter({ hasText: "the issuer's public keys were not given" }).waitFor();
  await drop(page, "jwks.json", JSON.stringify(jwks));
  await signature.filter({ hasText: /^valid$/ }).waitFor();
  assert.equal(await page.locator("#verdict").textContent(), "Signed by the issuer, and not changed since.");
  await drop(page, "request.json", requestOf(name));
  await page.getByText("The bill is what its request comes to. Signed by the issuer").waitFor();
  await drop(page, "laid_out.json", JSON.stringify(document, null, 2));
  await page.getByText("laid_out.json").waitFor();
  await signature.filter({ hasText: /^valid$/ }).waitFor();

  await drop(page, "altered.json", canonical({ ...document, due_on: "2027-05-01" }));
  await signature.filter({ hasText: "not valid" }).waitFor();
  await page.locator(".verdict.bad").waitFor();
  await drop(page, "final.json", canonical(document));
  await drop(page, "other.json", JSON.stringify(finalBill(resultOf(name).bills[0]).jwks));
  await signature.filter({ hasText: "not among those given" }).waitFor();
  // A key that borrows the id of another is none.
  const [own] = jwks.keys;
  const [other] = finalBill(resultOf(name).bills[0]).jwks.keys;
  await drop(page, "borrowed.json", JSON.stringify({ keys: [{ ...other, kid: own.kid }] }));
  await page.getByText("borrowed.json").waitFor();
  await signature.filter({ hasText: "not among those given" }).waitFor();

  // A text in which a name stands twice is read in two ways: the first bill is another than the one that was signed.
  const forged = structuredClone(document.bill);
  forged.lines[2].amount = "9.99";
  const twice = canonical(document).replace(/^\{/, `{"bill":${canonical(forged)},`);
  await drop(page, "jwks.json", JSON.stringify(jwks));
  await drop(page, "twice.json", twice);
  await signature.filter({ hasText: "malformed" }).waitFor();
  await page.locator(".verdict.bad").waitFor();
  // What was found of a document before does not stay for one that cannot be read.
  for (const broken of [`${document.signature}!!!`, `${document.signature}.`, "..", "bnVsbA.."]) {
    await drop(page, "final.json", canonical(document));
    await page.locator(".verdict.good").waitFor();
    await drop(page, "broken.json", canonical({ ...document, signature: broken }));
    await signature.filter({ hasText: "malformed" }).waitFor();
    await page.locator(".verdict.bad").waitFor();
  }
  await drop(page, "final.json", canonical(document));
  await drop(page, "nothing.json", '{"keys": [null, {"kty": "OKP", "crv": "Ed25519", "x": "!", "kid": "x"}]}');
  await signature.filter({ hasText: "not among those given" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("files that belong nowhere are named with what they should be", async () => {
  const { page, close } = await browser.view("check");
  await drop(page, "notes.json", '{"schema": "samebill/catalog/1"}');
  await page.getByText("notes.json: neither").waitFor();
  await page.locator("#try_altered").click();
  await page.locator(".verdict.bad").waitFor();
  await close();
});
