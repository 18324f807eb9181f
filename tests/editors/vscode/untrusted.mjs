// A folder that is not trusted, and whose own settings name a program to run.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { startCodeServer } from "./code-server.mjs";
import { PATIENCE, Workbench } from "./workbench.mjs";

/** Opens such a folder: its program is never started, and the findings are there, from the bundled server. */
export async function checkUntrusted({ fixture, shots }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "numpy-capi-untrusted-"));
  const trace = path.join(folder, "was-started");
  const program = path.join(folder, "evil");
  fs.copyFileSync(fixture, path.join(folder, "leak.c"));
  fs.writeFileSync(program, `#!/bin/sh\ntouch '${trace}'\nexit 1\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(folder, ".vscode"));
  fs.writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify({ "numpyCapi.server.path": program }));

  const { NUMPY_CAPI_CODE_SERVER: installation, NUMPY_CAPI_VSIX: vsix } = process.env;
  const server = await startCodeServer({ installation, vsix, folder, isTrusted: false });
  let workbench;
  try {
    const { NUMPY_CAPI_CHROMIUM: chromium, NUMPY_CAPI_NODE_MODULES: modules } = process.env;
    workbench = await Workbench.open({ server, folder, file: "leak.c", chromium, modules, shots: path.join(shots, "untrusted") });
    await workbench.page.locator(".cdr.squiggly-error").first().waitFor({ state: "attached", ...PATIENCE });
    await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor(PATIENCE);
    await workbench.shot("restricted-mode");
    if (fs.existsSync(trace)) {
      throw new Error("the folder's program was started");
    }
  } finally {
    await workbench?.close();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
