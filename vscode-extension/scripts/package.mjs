// Makes numpy-capi-lsp-<platform>-<version>.vsix with the server inside, or, for the target "universal",
// numpy-capi-lsp-<version>.vsix without one, which takes the server that numpyCapi.server.path or PATH names.
//
// The server is taken from the environment variable NUMPY_CAPI_LSP, or from ../target/release; it is not built here.
// VSIX_TARGET names the platform that it was built for where that is not this machine (linux-x64, win32-arm64, ...).
import fs from "node:fs";
import path from "node:path";

import { createVSIX } from "@vscode/vsce";

const target = process.env.VSIX_TARGET ?? `${process.platform}-${process.arch}`;
const isUniversal = target === "universal";
const program = target.startsWith("win32") ? "numpy-capi-lsp.exe" : "numpy-capi-lsp";
const source = path.resolve(process.env.NUMPY_CAPI_LSP ?? path.join("..", "target", "release", program));
const directory = "server";

fs.rmSync(directory, { recursive: true, force: true });
if (!isUniversal) {
  bringServer();
}

// Everything that the extension needs at run time is in the bundle: no node_modules.
const options = isUniversal ? {} : { target };
await createVSIX({ ...options, dependencies: false, packagePath: process.env.VSIX_OUT });

function bringServer() {
  if (!fs.existsSync(source)) {
    console.error(`${source} does not exist: run \`cargo build --release\` in the repository, or set NUMPY_CAPI_LSP.`);
    process.exit(1);
  }
  fs.mkdirSync(directory);
  fs.copyFileSync(source, path.join(directory, program));
  fs.chmodSync(path.join(directory, program), 0o755);
}
