// SPDX-License-Identifier: MIT
// SQLite by its shell, a database in memory: sqlite.mjs FOLDER. The shell's start is in the time (milliseconds).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { factsOfRow, filesOf, folder, report } from "./common.mjs";

const files = filesOf(folder);
const script = readFileSync(new URL("../sql/sqlite.sql", import.meta.url), "utf8")
  .replace(/^--.*\n/gm, "").replace("DEVICES", files.devices).replace("USAGE", files.usage);
await report(
  () => {
    const given = { input: script, encoding: "utf8" };
    const { status, stdout, stderr } = spawnSync("sqlite3", ["-batch", ":memory:"], given);
    if (status !== 0 || stderr) throw new Error(`sqlite3: ${stderr}`);
    return stdout.trim().split("|");
  },
  (row) => ({ facts: factsOfRow(row), peak_kb: null }),
);
