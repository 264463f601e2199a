// SPDX-License-Identifier: MIT
// Runs contenders in turn, several rounds; a round's value is the best repetition in it, a result the median over
// rounds. Ratios are taken within rounds, because the machine's speed changes from minute to minute.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Runs a program and gives the JSON object on its last line. */
export function answerOf(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
    child.on("error", reject);
    child.on("close", (status) => {
      if (status !== 0) return reject(new Error(`status ${status}: ${complaints.trim().slice(0, 500)}`));
      resolve(JSON.parse(out.trim().split("\n").at(-1)));
    });
  });
}

// Jiffies that all processors were busy, that they had, and that this process and its children used.
function jiffies() {
  const all = readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/).slice(1, 9).map(Number);
  const own = readFileSync("/proc/self/stat", "utf8").replace(/^.*\) /, "").split(" ").slice(11, 15).map(Number);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const total = sum(all);
  const processors = (readFileSync("/proc/stat", "utf8").match(/^cpu\d/gm) ?? [1]).length;
  return { busy: total - all[3] - all[4], elapsed: total / processors, own: sum(own) };
}

/** Processors that others kept busy while `work` ran. */
async function withForeignLoad(work) {
  const before = jiffies();
  await work();
  const after = jiffies();
  const elapsed = Math.max(1, after.elapsed - before.elapsed);
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / elapsed);
}

/**
 * A virtual machine's host takes back memory that nobody uses and gives it again page by page, which can take longer
 * than the work that is measured: writes to as much as `touch` (a contender, given MiB) says, the same before each
 * turn, but never to so much that files would no longer be held in memory.
 */
export async function touchMemory(touch, say) {
  const free = Number(readFileSync("/proc/meminfo", "utf8").match(/MemFree: +(\d+)/)[1]) >> 10;
  const mebibytes = Math.min(touch.mebibytes, Math.floor(free * 0.8));
  if (mebibytes < 1) return;
  try {
    await answerOf(touch.command, [...touch.args, String(mebibytes)]);
  } catch (error) {
    say(`  memory was not touched: ${error.message}`);
  }
}

/**
 * contenders: [{ name, command, args }]; gives for each [{ us, answer }] by round (null where it failed). With `touch`,
 * memory is touched before each turn.
 */
export async function inTurn(contenders, rounds, say, touch) {
  const results = new Map(contenders.map(({ name }) => [name, []]));
  const loads = [];
  for (let round = 0; round < rounds; ++round) {
    const quiet = [];
    for (const { name, command, args, hidden } of contenders) {
      let value = null;
      if (touch) await touchMemory(touch, say);
      const load = await withForeignLoad(async () => {
        try {
          const answer = await answerOf(command, args);
          value = { us: Math.min(...answer.us), cpu: answer.cpu_us ? Math.min(...answer.cpu_us) : null, answer };
        } catch (error) {
          say(`  ${name} failed: ${error.message}`);
        }
      });
      if (!hidden) quiet.push(load); // a browser's own processes cannot be told from others'
      results.get(name).push(value);
      const took = value ? `${(value.us / 1000).toFixed(1)} ms` : "failed";
      say(`  round ${round + 1}: ${name} ${took} (others: ${load.toFixed(1)} cores)`);
    }
    loads.push(median(quiet.length > 0 ? quiet : [0]));
  }
  return keepQuiet(results, loads, say);
}

// Leaves out the rounds in which others took more than half a core, if three remain.
function keepQuiet(results, loads, say) {
  const quiet = loads.map((load, i) => (load <= 0.5 ? i : -1)).filter((i) => i >= 0);
  if (quiet.length === loads.length) return results;
  if (quiet.length < 3) {
    say(`  others kept ${loads.map((load) => load.toFixed(1)).join(", ")} cores busy: figures are of a loaded machine`);
    return results;
  }
  say(`  ${loads.length - quiet.length} loaded rounds left out`);
  return new Map([...results].map(([name, list]) => [name, quiet.map((i) => list[i])]));
}

/**
 * Median microseconds, and median and range of the ratios to another within rounds; the same for processor time, which
 * other work on the machine distorts less.
 */
export function summary(results, name, base) {
  const list = results.get(name) ?? [];
  const us = list.filter(Boolean).map((value) => value.us);
  if (us.length === 0) return null;
  const ratiosOf = (key) => list.map((value, i) => {
    const other = results.get(base)?.[i];
    return value?.[key] && other?.[key] ? value[key] / other[key] : null;
  }).filter((ratio) => ratio !== null);
  const ratios = ratiosOf("us");
  const cpuRatios = ratiosOf("cpu");
  const cpu = list.map((value) => value?.cpu).filter(Boolean);
  const last = list.filter(Boolean).at(-1).answer;
  const peaks = list.filter((value) => value?.answer.peak_kb).map((value) => value.answer.peak_kb);
  return {
    us: median(us), cpu: cpu.length > 0 ? median(cpu) : null, last,
    peak_mb: peaks.length > 0 ? Math.round(median(peaks) / 1024) : null,
    ratio: ratios.length > 0 ? { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) } : null,
    cpuRatio: cpuRatios.length > 0 ? median(cpuRatios) : null,
  };
}

const figure = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** Markdown rows for a table of contenders over the same sessions. */
export function comparisonTable(results, base, sessions, unit = "ms") {
  const rows = [`| who | ${unit} | M sessions/s | × ${base} | processor ${unit} | × | peak MB |`,
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"];
  for (const name of results.keys()) {
    const found = summary(results, name, base);
    if (!found) {
      rows.push(`| ${name} | failed | | | | | |`);
      continue;
    }
    const { ratio } = found;
    const times = ratio ? `${figure(ratio.median)} (${figure(ratio.least)}–${figure(ratio.most)})` : "";
    const shown = (us) => figure(unit === "ms" ? us / 1000 : us);
    const cpu = found.cpu ? shown(found.cpu) : "";
    const cpuTimes = found.cpuRatio ? figure(found.cpuRatio) : "";
    const cells = [name, shown(found.us), figure(sessions / found.us), times, cpu, cpuTimes, found.peak_mb ?? ""];
    rows.push(`| ${cells.join(" | ")} |`);
  }
  return rows.join("\n");
}
