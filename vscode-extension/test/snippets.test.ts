import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

// @ts-expect-error: a script without types
import { writeSnippets } from "../scripts/snippets.mjs";

type Snippets = Record<string, { prefix: string; description: string; body: string[] }>;
const write = writeSnippets as (directory: string, file: string) => void;

test("every C file becomes a snippet with a prefix of its own", () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "snippets-")), "all.json");
  write("snippets", file);
  const snippets = JSON.parse(fs.readFileSync(file, "utf8")) as Snippets;
  const all = Object.values(snippets);
  assert.equal(all.length, fs.readdirSync("snippets").length);
  assert.equal(new Set(all.map(({ prefix }) => prefix)).size, all.length);
  for (const { prefix, description, body } of all) {
    assert.match(prefix, /^npy[a-z]+$/);
    assert(description.endsWith(".") && !body[0]?.startsWith("// "), prefix);
  }
  assert(snippets["NumPy: extension module"], "newModule.ts looks for this title");
});

test("a file that does not say how it is offered is refused", () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "snippets-"));
  fs.writeFileSync(path.join(directory, "x.c"), "// prefix: npyx\nint x;\n");
  assert.throws(() => write(directory, path.join(directory, "all.json")), /x\.c:2: expected "\/\/ title/);
});
