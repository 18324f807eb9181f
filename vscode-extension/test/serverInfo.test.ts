import assert from "node:assert/strict";
import { test } from "node:test";

import { infoPage } from "../src/serverInfo";

test("what the server says stands in a table, and nothing that it does not say", () => {
  const page = infoPage({ version: "1.2", executable: "/bin/lsp", rules: 3, targetNumpy: null }, "came with the extension");
  assert.match(page, /\| Version \| 1\.2 \|\n\| Program \| `\/bin\/lsp` \|\n\| Chosen because \| came with the extension \|/);
  assert.match(page, /\| Rules \| 3 \|/);
  assert.match(page, /\| Target NumPy \| not set \|/);
  assert(!page.includes("undefined") && !page.includes("Process"));
});

test("without a server the page says so", () => {
  assert.match(infoPage(undefined, "no program"), /not running[^]*no program/);
});
