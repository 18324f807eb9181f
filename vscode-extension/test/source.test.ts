import assert from "node:assert/strict";
import { test } from "node:test";

import type { Source } from "../src/api/database";
import { serverSource, type Execute } from "../src/api/source";

const CHAPTERS = { "numpy/Arrays": [{ name: "PyArray_Zeros" }], "python/Lists": [{ name: "PyList_New" }] };

/** A server with the commands that a table has. */
function server(commands: Record<string, (...args: string[]) => unknown>): Execute {
  return <T>(command: string, ...args: unknown[]): Promise<T | undefined> =>
    Promise.resolve(commands[command]?.(...(args as string[])) as T | undefined);
}

const FALLBACK: Source = {
  entries: () => Promise.resolve([{ name: "fallback", library: "numpy", chapter: "", kind: "", summary: "" }]),
  search: () => Promise.resolve([]),
  rules: () => Promise.resolve([]),
  entryPage: (name) => Promise.resolve(`fallback ${name}`),
  rulePage: (code) => Promise.resolve(`fallback ${code}`),
};

test("the entries of every chapter are put together", async () => {
  const execute = server({
    "numpyCapi.apiChapters": () => [
      { library: "numpy", title: "Arrays" },
      { library: "python", title: "Lists" },
    ],
    "numpyCapi.apiChapter": (library, title) => CHAPTERS[`${library}/${title}` as keyof typeof CHAPTERS],
  });
  const entries = await serverSource(execute, FALLBACK).entries();
  assert.deepEqual(entries.map(({ name }) => name), ["PyArray_Zeros", "PyList_New"]);
});

test("what the server has no command for comes from the command line", async () => {
  const source = serverSource(server({ "numpyCapi.showEntry": (name) => `server ${name}` }), FALLBACK);
  assert.equal(await source.entryPage("a"), "server a");
  assert.equal(await source.rulePage("NPC203"), "fallback NPC203");
  assert.equal((await source.entries())[0]?.name, "fallback");
});
