// SPDX-License-Identifier: MIT
// The data: folders under build/bench/data, made once and again only if what they are made by has changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root = new URL("../../", import.meta.url).pathname;
export const programs = join(root, "build/native");
const maker = createHash("sha256").update(readFileSync(join(root, "tests/bench/make_fleet.cpp"))).digest("hex");

/** Sessions and devices of the sizes. T is for trying whether all of it works. */
export const sizes = {
  T: { sessions: 100_000, devices: 1_000 },
  S: { sessions: 1_000_000, devices: 10_000 },
  M: { sessions: 10_000_000, devices: 100_000 },
  L: { sessions: 100_000_000, devices: 1_000_000 },
};

export function fleet(name, { sessions, devices }, ...more) {
  const args = ["--sessions", String(sessions), "--devices", String(devices), ...more.map(String)];
  const folder = join(root, "build/bench/data", `${name}_${sessions}_${devices}`);
  const stamp = join(folder, "made_with");
  const wanted = `${maker} ${args.join(" ")}\n`;
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync(join(programs, "make_fleet"), [folder, ...args]);
    writeFileSync(stamp, wanted);
  }
  return folder;
}
