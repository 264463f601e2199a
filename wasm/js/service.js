// SPDX-License-Identifier: MIT
// The worker's side: one message, one answer. A client asks one after the other; asked at once, `runBytes` is later.
//   { id, method, arguments } -> { id, value } or { id, error: { name, message } }

const engineMethods = [
  "run",
  "runText",
  "runBytes",
  "correct",
  "correctText",
  "explain",
  "verify",
  "terms",
  "check",
  "checkText",
  "digest",
  "quote",
  "quoteText",
  "expand",
  "expandText",
  "compare",
  "compareText",
  "assign",
  "assignText",
  "makeQuote",
  "makeQuoteText",
  "quoteCheck",
  "quoteCheckText",
];

export function serve(port, load) {
  let engine = null;
  const tables = new Map();
  let lastTable = 0;

  const counts = (table) => ({ records: table.records, rejected: table.rejected, memory: table.bytes });
  const tableOf = (number) => {
    const table = tables.get(number);
    if (!table) throw new Error("the usage table was deleted");
    return table;
  };

  const methods = {
    async load(options) {
      engine ??= await load(options);
      return { rulesVersion: engine.rulesVersion };
    },
    call(name, values, options) {
      if (!engineMethods.includes(name)) throw new TypeError(`there is no method ${name}`);
      if (options === undefined) return engine[name](...values);
      const { table, ...others } = options;
      return engine[name](...values, table === undefined ? others : { ...others, table: tableOf(table) });
    },
    tableCreate() {
      lastTable += 1;
      tables.set(lastTable, engine.usageTable());
      return lastTable;
    },
    tableBegin: (number, format, name) => tableOf(number).begin(format, name),
    tableFeed(number, chunk) {
      const table = tableOf(number);
      table.feed(chunk);
      return counts(table);
    },
    tableEnd(number) {
      const table = tableOf(number);
      table.end();
      return counts(table);
    },
    tableRejects: (number) => tableOf(number).rejects(),
    tableUnclaimed: (number) => tableOf(number).unclaimed(),
    tableDelete(number) {
      tables.get(number)?.delete();
      tables.delete(number);
    },
  };

  port.addEventListener("message", async ({ data }) => {
    const { id, method, arguments: values } = data;
    try {
      if (!Object.hasOwn(methods, method)) throw new TypeError(`there is no method ${method}`);
      const value = await methods[method](...values);
      port.postMessage({ id, value }, value?.bytes instanceof Uint8Array ? [value.bytes.buffer] : []);
    } catch (error) {
      port.postMessage({ id, error: { name: error.name, message: error.message } });
    }
  });
  port.start?.();
}
