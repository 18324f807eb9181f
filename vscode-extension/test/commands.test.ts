import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

interface Manifest {
  contributes: { commands: { command: string }[]; menus: Record<string, { command: string }[]>; walkthroughs: object[] };
}

const text = fs.readFileSync("package.json", "utf8");
const { contributes } = JSON.parse(text) as Manifest;
const own = contributes.commands.map(({ command }) => command);

test("no command has the name of one of the server's, which the client registers too", () => {
  const protocol = fs.readFileSync("../docs/protocol.md", "utf8");
  const servers = [...protocol.matchAll(/^\| `(numpyCapi\.\w+)`/gm)].map(([, name]) => name);
  assert(servers.length > 5, "docs/protocol.md has no table of commands");
  assert.deepEqual(own.filter((name) => servers.includes(name)), []);
});

test("every declared command has a handler, and every handler is declared", () => {
  const source = fs.readFileSync("src/commands.ts", "utf8");
  const [, table] = /const handlers[^]*?= \{\n([^]*?)\n {2}\};/.exec(source) ?? [];
  const handlers = [...(table ?? "").matchAll(/^ {4}(\w+):/gm)].map(([, name]) => `numpyCapi.${name ?? ""}`);
  assert.deepEqual(handlers.sort(), [...own].sort());
});

test("menus, views and the walkthrough use declared commands", () => {
  const used = [...text.matchAll(/(?:command:|onCommand:|"command": ")(numpyCapi\.\w+)/g)].map(([, name]) => name ?? "");
  assert.deepEqual(used.filter((name) => !own.includes(name)), []);
});
