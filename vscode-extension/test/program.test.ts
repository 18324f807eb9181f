import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { askVersion, isProgram } from "../src/program";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "numpy-capi-program-"));
after(() => fs.rmSync(directory, { recursive: true, force: true }));

function script(name: string, text: string, mode = 0o755): string {
  const file = path.join(directory, name);
  fs.writeFileSync(file, text, { mode });
  return file;
}

test("a program is a file that may be run", () => {
  assert.equal(isProgram(script("runs", "#!/bin/sh\n")), true);
  assert.equal(isProgram(script("text", "", 0o644)), false);
  assert.equal(isProgram(directory), false);
  assert.equal(isProgram(path.join(directory, "gone")), false);
});

test("the version is what the program prints", async () => {
  assert.equal(await askVersion(script("good", '#!/bin/sh\necho "numpy-capi-lsp 1.2 $1"\n')), "numpy-capi-lsp 1.2 --version");
});

test("a program that fails is quoted", async () => {
  await assert.rejects(askVersion(script("old", "#!/bin/sh\necho GLIBC_9.99 not found >&2\nexit 1\n")), /^Error: GLIBC_9\.99 not found$/);
});

test("a program that cannot be run at all is a rejection too", async () => {
  await assert.rejects(askVersion(script("foreign", "\u007fELF, but not of here")), /ENOEXEC|foreign/);
  await assert.rejects(askVersion(path.join(directory, "gone")), /ENOENT/);
});
