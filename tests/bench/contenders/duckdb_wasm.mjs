// SPDX-License-Identifier: MIT
// DuckDB in WebAssembly, under Node, on this thread: duckdb_wasm.mjs FOLDER [--distinct] [--times N]
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { duckdbQuery, factsOfRow, filesOf, folder, options, report } from "./common.mjs";

const require = createRequire(import.meta.url);
const dist = dirname(require.resolve("@duckdb/duckdb-wasm"));
const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
const bundle = (name) => ({ mainModule: join(dist, `duckdb-${name}.wasm`), mainWorker: "" });
const bundles = { mvp: bundle("mvp"), eh: bundle("eh") };
const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
await database.instantiate(() => {});
database.open({ query: { castBigIntToDouble: true } });
const connection = database.connect();
const files = filesOf(folder);
const query = duckdbQuery(files.usage, files.devices, options.distinct);
await report(
  () => connection.query(query).toArray()[0].toArray(),
  (row) => ({ facts: factsOfRow(row) }),
);
process.exit(0);
