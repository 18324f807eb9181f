import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import { test } from "node:test";

import { copyToLog, readEntry, type Level } from "../src/serverLog";

test("an entry has the level of the server, without its time stamp", () => {
  const line = "2026-11-20T11:45:48.697321Z  WARN numpy_capi_lsp::lsp: the client is silent";
  assert.deepEqual(readEntry(line), { level: "warn", message: "numpy_capi_lsp::lsp: the client is silent" });
});

test("anything else is an error as it stands", () => {
  assert.deepEqual(readEntry("thread 'main' panicked"), { level: "error", message: "thread 'main' panicked" });
});

test("lines that come in pieces are put together", async () => {
  const entries: string[] = [];
  const write = (level: Level) => (message: string) => entries.push(`${level} ${message}`);
  const log = { error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug"), trace: write("trace") };
  const stream = new PassThrough();
  copyToLog(stream, log);
  stream.write("2026-11-20T11:45:48Z  INFO a");
  stream.write(": b\n2026-11-20T11:45:48Z DEBUG c: d\n");
  stream.end();
  await finished(stream);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(entries, ["info a: b", "debug c: d"]);
});
