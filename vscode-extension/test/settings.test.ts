import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

import { serverSettings } from "../src/settings";

function sent(values: Record<string, unknown>): Record<string, unknown> {
  return serverSettings({ get: (key) => values[key] });
}

interface Manifest {
  contributes: { configuration: { properties: Record<string, { default: unknown }> } };
}

const MANIFEST = JSON.parse(fs.readFileSync("package.json", "utf8")) as Manifest;
const PROPERTIES = MANIFEST.contributes.configuration.properties;
const KEYS = Object.keys(PROPERTIES).map((name) => name.replace(/^numpyCapi\./, ""));

test("what is set is sent, also where it is false", () => {
  const values = { lint: false, targetNumpy: "2.0", ignore: ["NPC2"], functions: { queue_put: "steals 2" } };
  assert.deepEqual(sent(values), values);
});

test("an empty list, table or text means not set", () => {
  assert.deepEqual(sent({ select: [], targetNumpy: "", ignore: null, functions: {} }), {});
});

test("every setting in package.json is either sent or the extension's own", () => {
  const own = ["server.path", "trace.server"];
  const all = Object.fromEntries(KEYS.map((key) => [key, "x"]));
  assert.deepEqual(Object.keys(sent(all)).sort(), KEYS.filter((key) => !own.includes(key)).sort());
});

test("the defaults in package.json choose nothing but scope and switches", () => {
  const defaults = Object.fromEntries(KEYS.map((key) => [key, PROPERTIES[`numpyCapi.${key}`]?.default]));
  assert.deepEqual(sent(defaults), {
    completionScope: "context",
    signatureHelp: false,
    inlayHints: false,
    workspaceDiagnostics: false,
    lint: true,
  });
});

test("every key of a configuration file is a setting too, but for those that name files", () => {
  const manual = fs.readFileSync("../docs/configuration.md", "utf8");
  const keys = [...manual.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, key]) => key ?? "");
  assert(keys.includes("target-numpy"), "docs/configuration.md has no table of keys");
  const camel = keys.map((key) => key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  const filesOnly = ["perFileIgnores", "exclude", "baseline"];
  assert.deepEqual(camel.filter((key) => !KEYS.includes(key) && !filesOnly.includes(key)), []);
});
