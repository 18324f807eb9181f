// Bundles the unit tests and runs them with Node.js's own test runner.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { build } from "esbuild";

const tests = fs.readdirSync("test").filter((name) => name.endsWith(".test.ts"));
const outdir = path.join("dist", "test");

await build({
  entryPoints: tests.map((name) => path.join("test", name)),
  outdir,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});

const files = tests.map((name) => path.join(outdir, name.replace(/\.ts$/, ".js")));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
