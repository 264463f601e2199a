// SPDX-License-Identifier: MIT
// The engine against the reference on random requests.
//   node tests/reference/compare.mjs --count 2000 --seed 1 --engine "<command>" [--save FILE]
// <command> reads requests, one a line, and writes one result a line. Per request:
//   same       the engine's result is the reference's, byte for byte, but for `closing` and the
//              messages of errors
//   shuffled   usage in another order gives the same bytes; events in another order (those of one
//              instant as listed) the same bills and closing, but for `inputs` and `digest`
//   fold       several months, run month by month from closing state to opening state, give the
//              same bills (B5)
// Stops after 5 differences and saves the first one's request. Last line: `N passed, N failed`.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { run } from "./bill.mjs";
import { format_month, month_start, parse_instant, parse_month } from "./calendar.mjs";
import { canonical } from "./json.mjs";
import { generate } from "./generate.mjs";
import { make_random } from "./random.mjs";

const batch_size = 2000;
const most_differences = 5;

function main(args) {
  const option = (name, standard) =>
    args.includes(name) ? args[args.indexOf(name) + 1] : standard;
  const count = Number(option("--count", "2000"));
  const seed = Number(option("--seed", "1"));
  const engine = make_engine(option("--engine", undefined));
  const report = { passed: 0, differences: [], save: option("--save", undefined) };
  for (let done = 0; done < count && !full(report); done += batch_size) {
    compare_batch(seed + done, Math.min(batch_size, count - done), engine, report);
  }
  show(report);
  console.log(`${report.passed} passed, ${report.differences.length} failed`);
  process.exitCode = report.differences.length === 0 ? 0 : 1;
}

/** A function from request texts to result texts. */
function make_engine(command) {
  if (command === undefined) throw new Error("--engine is missing");
  return (texts) => {
    if (texts.length === 0) return [];
    const { stdout, stderr, status, signal, error } = spawnSync(command, {
      shell: true,
      input: texts.join("\n") + "\n",
      encoding: "utf8",
      maxBuffer: 2 ** 31 - 1,
    });
    const lines = (stdout ?? "").split("\n").slice(0, -1);
    if (error !== undefined || status !== 0 || lines.length !== texts.length) {
      const how = error?.message ?? `exit ${status ?? signal}`;
      throw new Error(
        `${how}: ${lines.length} results for ${texts.length} requests\n${stderr}\n` +
          `the next request was:\n${(texts[lines.length] ?? "").slice(0, 20000)}`,
      );
    }
    return lines;
  };
}

function compare_batch(seed, count, engine, report) {
  const cases = Array.from({ length: count }, (_, i) => make_case(seed + i));
  const results = engine(cases.map(({ text }) => text));
  cases.forEach((one, i) => {
    one.result = results[i];
    one.failed = is_error(one.result);
    check(report, "same", one, one.text, comparable(one.result), comparable(one.expected));
  });
  compare_shuffled(
    cases.filter((one) => !one.failed),
    engine,
    report,
  );
  compare_fold(
    cases.filter((one) => !one.failed && one.request.from !== one.request.through),
    engine,
    report,
  );
}

function make_case(seed) {
  const request = generate(seed);
  const text = JSON.stringify(request);
  return { seed, request, text, expected: run(text) };
}

function compare_shuffled(cases, engine, report) {
  const shuffled_usage = cases.map(({ seed, request }) =>
    JSON.stringify({ ...request, usage: make_random(seed).shuffle(request.usage) }),
  );
  engine(shuffled_usage).forEach((result, i) =>
    check(report, "shuffled usage", cases[i], shuffled_usage[i], result, cases[i].result),
  );
  const shuffled_events = cases.map(({ seed, request }) =>
    JSON.stringify({ ...request, events: shuffle_events(make_random(seed), request.events) }),
  );
  engine(shuffled_events).forEach((result, i) =>
    check(
      report,
      "shuffled events",
      cases[i],
      shuffled_events[i],
      without_digests(result),
      without_digests(cases[i].result),
    ),
  );
}

/** Another order, but the events of one instant as they were. */
function shuffle_events(r, events) {
  const of_instant = new Map();
  for (const event of events) {
    const at = parse_instant(event.at);
    of_instant.set(at, [...(of_instant.get(at) ?? []), event]);
  }
  return r.shuffle(events).map((event) => of_instant.get(parse_instant(event.at)).shift());
}

/** B5: round after round, the k-th month of all cases together. */
function compare_fold(cases, engine, report) {
  let folds = cases.map((one) => ({
    one,
    month: parse_month(one.request.from),
    bills: [],
    closing: undefined,
  }));
  while (folds.length > 0) {
    const texts = folds.map(({ one, month, closing }) =>
      month_request(one.request, month, closing),
    );
    engine(texts).forEach((result, i) => {
      const fold = folds[i];
      if (is_error(result)) {
        check(
          report,
          `fold at ${format_month(fold.month)}`,
          fold.one,
          texts[i],
          result,
          "a result",
        );
        fold.month = Infinity;
        return;
      }
      fold.bills.push(bills_of(result));
      fold.closing = closing_of(result);
      fold.month += 1;
      if (fold.month <= parse_month(fold.one.request.through)) return;
      const whole = bills_of(fold.one.result);
      check(
        report,
        "fold",
        fold.one,
        fold.one.text,
        without_digests(`[${fold.bills.join(",")}]`),
        without_digests(`[${whole}]`),
      );
    });
    folds = folds.filter(({ one, month }) => month <= parse_month(one.request.through));
  }
}

export function month_request(request, month, closing) {
  const first = month === parse_month(request.from);
  const { adjustments, ...rest } = request;
  const inside = (text) => {
    const instant = parse_instant(text);
    return instant < month_start(month + 1) && (first || instant >= month_start(month));
  };
  const text = JSON.stringify({
    ...rest,
    ...(first && adjustments !== undefined ? { adjustments } : {}),
    from: format_month(month),
    through: format_month(month),
    events: request.events.filter((event) => inside(event.at)),
    usage: request.usage.filter((session) => inside(session.start)),
  });
  return closing === undefined ? text : `${text.slice(0, -1)},"opening":${closing}}`;
}

// ---- result texts (cut as text, so that no integer loses digits) ----

const closing_mark = ',"closing":';
const last_mark = ',"schema":"samebill/result/1"}';

function is_error(result) {
  return result.includes('"schema":"samebill/error/1"');
}

function closing_of(result) {
  return result.slice(
    result.indexOf(closing_mark) + closing_mark.length,
    result.lastIndexOf(last_mark),
  );
}

/** The bills, without the brackets of their list. */
function bills_of(result) {
  const end = result.includes(closing_mark)
    ? result.indexOf(closing_mark)
    : result.lastIndexOf(last_mark);
  return result.slice('{"bills":['.length, end - 1);
}

function comparable(result) {
  if (is_error(result)) {
    const { errors } = JSON.parse(result);
    return canonical({ errors: errors.map(({ code, path }) => ({ code, path })) });
  }
  return result.includes(closing_mark)
    ? result.slice(0, result.indexOf(closing_mark)) + result.slice(result.lastIndexOf(last_mark))
    : result;
}

export function without_digests(text) {
  return text.replace(/"(digest|inputs)":"sha256:[0-9a-f]{64}",/g, "");
}

// ---- report ----

function full(report) {
  return report.differences.length >= most_differences;
}

function check(report, name, one, text, got, expected) {
  if (full(report)) return;
  if (got === expected) report.passed += 1;
  else report.differences.push({ name, seed: one.seed, text, got, expected });
}

function show({ differences, save }) {
  differences.forEach(({ name, seed, got, expected }) => {
    console.log(`seed ${seed}, ${name}:`);
    const found = [];
    list_differences(as_json(got), as_json(expected), "", found);
    for (const line of found.slice(0, 12)) console.log(`  ${line}`);
    if (found.length > 12) console.log(`  … ${found.length - 12} more`);
  });
  if (differences.length > 0 && save !== undefined) {
    writeFileSync(save, differences[0].text + "\n");
    console.log(`the first one's request is in ${save}`);
  }
}

function as_json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function list_differences(got, expected, path, found) {
  const is_list = (value) => value !== null && typeof value === "object";
  if (!is_list(got) || !is_list(expected)) {
    if (JSON.stringify(got) !== JSON.stringify(expected)) {
      found.push(`${path}: engine ${brief(got)}, reference ${brief(expected)}`);
    }
    return;
  }
  for (const key of new Set([...Object.keys(got), ...Object.keys(expected)])) {
    if (key !== "digest") list_differences(got[key], expected[key], `${path}/${key}`, found);
  }
}

function brief(value) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

if (process.argv[1]?.endsWith("compare.mjs")) main(process.argv.slice(2));
