import assert from "node:assert/strict";
import { test } from "node:test";

import { chaptersOf, search, type Entry } from "../src/api/entry";

function entry(name: string, changes: Partial<Entry> = {}): Entry {
  return { name, library: "numpy", chapter: "Arrays", kind: "function", summary: "Makes an array.", ...changes };
}

const ENTRIES = [
  entry("PyArray_FromArray"),
  entry("NPY_FROM", { summary: "A number." }),
  entry("PyArray_From"),
  entry("PyList_New", { library: "python", chapter: "Lists", summary: "Gives a new list; not from an array." }),
];

function found(text: string, limit = 10): string[] {
  return search(ENTRIES, text, limit).map(({ name }) => name);
}

test("names come before descriptions, short names before long ones", () => {
  assert.deepEqual(found("from"), ["NPY_FROM", "PyArray_From", "PyArray_FromArray", "PyList_New"]);
});

test("the whole name comes first, whatever its case", () => {
  assert.equal(found("pyarray_from")[0], "PyArray_From");
});

test("every word has to occur", () => {
  assert.deepEqual(found("list new"), ["PyList_New"]);
  assert.deepEqual(found("list nowhere"), []);
});

test("nothing typed finds nothing, and no more than the limit is found", () => {
  assert.deepEqual(found("  "), []);
  assert.equal(found("array", 2).length, 2);
});

test("chapters of one library by title", () => {
  const chapters = chaptersOf("numpy", [...ENTRIES, entry("x", { chapter: "A" })]);
  assert.deepEqual(
    chapters.map(({ title, entries }) => [title, entries.length]),
    [
      ["A", 1],
      ["Arrays", 3],
    ],
  );
});
