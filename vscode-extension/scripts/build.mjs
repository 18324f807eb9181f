// Bundles the extension into one file. esbuild does not check types: `npm run check` does.
import fs from "node:fs";
import path from "node:path";

import { build } from "esbuild";

import { writeSnippets } from "./snippets.mjs";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

writeSnippets("snippets", "dist/snippets.json");

// The licences of what went into the bundle want to be shipped with it.
const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
fs.writeFileSync("dist/THIRD-PARTY-NOTICES.txt", [...packages].sort().map(notice).join("\n\n"));

function notice(directory) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8"));
  const file = fs.readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? fs.readFileSync(path.join(directory, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
}
