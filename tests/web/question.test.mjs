// SPDX-License-Identifier: MIT
// Questions in plain words, numbers as people type them.
import assert from "node:assert/strict";
import test from "node:test";
import { loadModule } from "./load.mjs";

const { asked } = await loadModule("estimate/question");
const { bytesOf, dataOf, decimalOf, timeOf, wholeOf } = await loadModule("estimate/numbers");
const { countOf, timesOf } = await loadModule("estimate/times");
const { isScenario, nameFor, withFrom } = await loadModule("estimate/scenario");
const now = new Date("2026-11-22T10:00:00Z");

test("the question of the page is understood in English", () => {
  const found = asked("200 water meters, 4 reports a day, 2 kB each, in the field from March", ".", now, []);
  assert.equal(found.template, "meter");
  assert.equal(found.cohort.name, "water-meters");
  assert.equal(found.cohort.count, 200);
  assert.deepEqual(found.cohort.usage[0].times, { per: "day", count: 4 });
  assert.equal(found.cohort.usage[0].payload, "2 KB");
  assert.equal(found.from, "2027-03", "the next March");
});

test("the question of the page is understood in German", () => {
  const found = asked(
    "1.200 Wasserzähler, 4 Meldungen am Tag, je 2,5 kB, im Feld ab Dezember für 2 Jahre",
    ",",
    now,
    [],
  );
  assert.equal(found.cohort.count, 1200);
  assert.equal(found.cohort.name, "Wasserzaehler");
  assert.deepEqual(found.cohort.usage[0].times, { per: "day", count: 4 });
  assert.equal(found.cohort.usage[0].payload, "2.5 KB");
  assert.equal(found.from, "2026-12");
  assert.equal(found.months, 24);
});

test("what was not understood is said, and what is no number of devices is no question", () => {
  const unread = (text) => asked(text, ".", now, [])?.unread;
  assert.deepEqual(unread("200 water meters, 4 reports a day, 2 kB each, in the field from March"), []);
  assert.deepEqual(unread("5 trackers every 10 minutes, 200 B, for 2 years"), []);
  assert.deepEqual(unread("5 meters, 100000 reports a second, 9 TB each"), ["100000 reports a second", "9 TB each"]);
  assert.equal(unread("-5 meters"), undefined);
});

test("an amount in a span is all that is used in it, a day is kept, and nothing is left out in silence", () => {
  const of = (text) => asked(text, ".", now, []);
  const data = (text) => of(text).cohort.usage[0];
  const volume = data("50 trackers, 5 MB a month");
  assert.deepEqual(volume.times, { per: "month", at: ["00:00"] });
  assert.deepEqual([volume.payload, volume.protocol], ["5 MB", "none"]);
  assert.deepEqual(
    [data("10 cameras, 1.5 GB a month").payload, data("10 cameras using 200 MB daily").payload],
    ["1.5 GB", "200 MB"],
  );
  assert.deepEqual(data("10 cameras using 200 MB daily").times, { per: "day", count: 1 });
  assert.deepEqual(of("9 meters, 4 reports a day, 5 MB a month").unread, ["5 MB a month"]);
  // 60 a month are more than the 48 that a month can hold: 60 / 30 a day, which is said.
  const often = of("9 meters, 60 reports a month, 1 kB each");
  assert.deepEqual([often.cohort.usage[0].times, often.rounded], [{ per: "day", count: 2 }, ["60 reports a month"]]);
  const day = of("9 trackers from 15 March, 2 SMS a month");
  assert.deepEqual([day.from, day.on, day.unread], ["2027-03", "2027-03-15", []]);
  assert.deepEqual(day.cohort.usage[1], { name: "sms", kind: "sms", times: { per: "month", at: ["00:00", "12:00"] } });
  assert.equal(asked("9 Tracker ab dem 5. Mai 2028", ",", now, []).on, "2028-05-05");
  assert.deepEqual(of("9 meters from 31 February").unread, ["from 31 February"]);
  assert.deepEqual(of("9 meters, twice a day, 3 calls a week").unread, ["3 calls a week"]);
  assert.deepEqual(data("9 meters, twice a day and 2 kB each").times, { per: "day", count: 2 });
  assert.deepEqual(of("9 meters every 7 minutes, mostly at night").unread, ["every 7 minutes", "mostly at night"]);
});

test("other words for how often, and other devices", () => {
  const often = (text) => asked(text, ".", now, []).cohort.usage[0].times;
  assert.deepEqual(often("5 trackers every 10 minutes, 200 B"), { per: "hour", count: 6 });
  assert.deepEqual(often("5 trackers, alle 6 Stunden"), { per: "day", count: 4 });
  assert.deepEqual(often("5 sensors, hourly"), { per: "hour", count: 1 });
  assert.deepEqual(often("5 sensors, 2 messages per month, 1 MB"), { per: "month", at: ["00:00", "12:00"] });
  assert.equal(asked("12 dashboard cameras, 3 clips a day, 20 MB each", ".", now, []).template, "camera");
  assert.equal(asked("30 trucks from January 2028", ".", now, []).from, "2028-01");
  assert.equal(asked("12 cameras", ".", now, ["cameras"]).cohort.name, "cameras-2");
  assert.equal(asked("what does it cost?", ".", now, []), null);
  for (const text of ["5 MB a month", "4 x a day", "12 months", "purple 5 MB a month of sheep", "3 GB je Monat"])
    assert.equal(asked(text, ".", now, []), null, text);
  assert.equal(asked("5 mbox servers", ".", now, []).cohort.name, "mbox-servers");
});

test("marks of groups and of decimals are told apart", () => {
  assert.equal(decimalOf("1,200.50", "."), "1200.50");
  assert.equal(decimalOf("1.200,50", "."), "1200.50");
  assert.equal(decimalOf("1 200,50", ","), "1200.50");
  assert.equal(decimalOf("1,200", "."), "1200");
  assert.equal(decimalOf("1,200", ","), "1.200");
  assert.equal(decimalOf("2,5", "."), "2.5");
  assert.equal(decimalOf("1,20,00", "."), null);
  assert.equal(decimalOf("-3", "."), null);
  assert.equal(wholeOf("1.2k", "."), 1200);
  assert.equal(wholeOf("1.5", "."), null);
});

test("amounts with units are understood and say what they come to", () => {
  assert.equal(dataOf("2,5 mb", ","), "2.5 MB");
  assert.equal(dataOf("300", "."), "300 B");
  assert.equal(dataOf("2 apples", "."), null);
  assert.equal(timeOf("90", "."), "90 s");
  assert.equal(timeOf("2 Minuten", ","), "2 min");
  assert.equal(bytesOf("2 GB", 1024), 2_147_483_648);
});

test("times of a month fall on its first day, evenly over it", () => {
  assert.equal(countOf({ per: "month" }), 1);
  assert.equal(countOf(timesOf("month", 30)), 30);
  assert.equal(timesOf("month", 49), null);
  assert.equal(timesOf("hour", 0), null);
});

test("names are spelled as ids, and a later first month takes devices along", () => {
  assert.equal(nameFor("Zähler, groß", []), "Zaehler-gross");
  assert.equal(nameFor("!!", []), "devices");
  const account = { id: "customer", agreement: { from: "2027-01-01" } };
  const cohorts = [
    { name: "a", start: { on: "2027-02-10" } },
    { name: "b", start: { on: "2027-05-10" } },
    { name: "c" },
  ];
  const moved = withFrom({ account, from: "2027-01", cohorts }, "2027-03");
  assert.equal(moved.account.agreement.from, "2027-03-01");
  assert.deepEqual(
    moved.cohorts.map((cohort) => cohort.start?.on),
    ["2027-03-01", "2027-05-10", undefined],
  );
});

test("an agreement of its own keeps its date, and what the page cannot show is no scenario", () => {
  const agreed = { account: { agreement: { from: "2024-05-01" } }, from: "2027-01", cohorts: [] };
  assert.equal(withFrom(agreed, "2027-03").account.agreement.from, "2024-05-01");
  assert.equal(withFrom(agreed, "2023-03").account.agreement.from, "2023-03-01", "nothing is planned before it");
  const cohorts = [{ name: "a", usage: [{ name: "b", kind: "data", times: { per: "day", count: 1 }, payload: 1 }] }];
  const account = { agreement: { from: "2027-01-01" } };
  const good = { schema: "samebill/scenario/1", from: "2027-01", catalog: { plans: [{ id: "p" }] }, account, cohorts };
  assert.ok(isScenario(good));
  const bad = [
    { cohorts: [null] },
    { cohorts: [{ name: "a", usage: [{}] }] },
    { account: undefined },
    { account: {} },
    { catalog: { id: "x" } },
    { catalog: { plans: [] } },
  ];
  for (const part of bad) assert.equal(isScenario({ ...good, ...part }), false, JSON.stringify(part));
});

test("parts of a question stand in the quotation marks of the language", async () => {
  const [english, german] = await Promise.all(["en", "de"].map((language) => loadModule(`words/${language}_planning`)));
  const parts = ["60 reports a month", "soon"];
  assert.equal(english.planning.estimate.rounded(parts), "Taken as so many a day: “60 reports a month”, “soon”.");
  assert.match(german.planning.estimate.unread(parts), /: „60 reports a month“, „soon“\.$/);
});
