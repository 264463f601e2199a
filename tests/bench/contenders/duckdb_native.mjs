// SPDX-License-Identifier: MIT
// DuckDB, native: duckdb_native.mjs FOLDER [--threads N] [--distinct] [--times N]
import { DuckDBInstance } from "@duckdb/node-api";
import { duckdbQuery, factsOfRow, filesOf, folder, options, report } from "./common.mjs";

const instance = await DuckDBInstance.create(":memory:", { threads: String(options.threads) });
const connection = await instance.connect();
const files = filesOf(folder);
const query = duckdbQuery(files.usage, files.devices, options.distinct);
await report(
  async () => (await connection.runAndReadAll(query)).getRows()[0],
  (row) => ({ facts: factsOfRow(row) }),
);
