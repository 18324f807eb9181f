import assert from "node:assert/strict";
import { test } from "node:test";

import { findServer, type Surroundings } from "../src/serverPath";

function surroundings(programs: string[], changes: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: "",
    environment: { PATH: "/usr/bin:/opt/bin" },
    extensionDirectory: "/extension",
    homeDirectory: "/home/ada",
    platform: "linux",
    isProgram: (file) => programs.includes(file),
    ...changes,
  };
}

const EVERYWHERE = ["/extension/server/numpy-capi-lsp", "/opt/bin/numpy-capi-lsp", "/from/env", "/home/ada/bin/lsp"];

function program(of: Surroundings): string {
  const found = findServer(of);
  assert(found.kind === "server", JSON.stringify(found));
  return `${found.program}: ${found.reason}`;
}

function problem(of: Surroundings): string {
  const found = findServer(of);
  assert(found.kind === "problem", JSON.stringify(found));
  return found.message;
}

test("the setting comes first", () => {
  const environment = { PATH: "/opt/bin", NUMPY_CAPI_LSP: "/from/env" };
  const found = program(surroundings(EVERYWHERE, { setting: "/home/ada/bin/lsp", environment }));
  assert.equal(found, "/home/ada/bin/lsp: set by numpyCapi.server.path");
});

test("~ in the setting is the home directory", () => {
  assert.match(program(surroundings(EVERYWHERE, { setting: "~/bin/lsp" })), /^\/home\/ada\/bin\/lsp: /);
});

test("a bare name in the setting is looked up on PATH", () => {
  const found = program(surroundings(["/opt/bin/other"], { setting: "other" }));
  assert.equal(found, "/opt/bin/other: set by numpyCapi.server.path, found on PATH");
});

test("a setting that cannot be run is a problem, not a reason to take another server", () => {
  assert.match(problem(surroundings(EVERYWHERE, { setting: "/gone" })), /^\/gone \(set by numpyCapi\.server\.path\)/);
  assert.match(problem(surroundings(EVERYWHERE, { setting: "gone" })), /not on PATH/);
});

test("a relative path in the setting is a problem", () => {
  assert.match(problem(surroundings(["build/lsp"], { setting: "build/lsp" })), /relative path/);
});

test("the environment variable comes second", () => {
  const environment = { PATH: "/opt/bin", NUMPY_CAPI_LSP: "/from/env" };
  const found = program(surroundings(EVERYWHERE, { environment }));
  assert.equal(found, "/from/env: set by the environment variable NUMPY_CAPI_LSP");
});

test("the server inside the extension comes third", () => {
  assert.equal(program(surroundings(EVERYWHERE)), "/extension/server/numpy-capi-lsp: came with the extension");
});

test("on Windows it ends in .exe", () => {
  const programs = ["/extension/server/numpy-capi-lsp.exe"];
  assert.match(program(surroundings(programs, { platform: "win32" })), /numpy-capi-lsp\.exe: came with/);
});

test("PATH comes last, and only its absolute entries count", () => {
  const environment = { PATH: ".:bin:/usr/bin:/opt/bin" };
  const programs = ["numpy-capi-lsp", "bin/numpy-capi-lsp", "/opt/bin/numpy-capi-lsp"];
  assert.equal(program(surroundings(programs, { environment })), "/opt/bin/numpy-capi-lsp: found on PATH");
});

test("no server anywhere: the message says what to do", () => {
  assert.match(problem(surroundings([])), /cargo install --path server.*numpyCapi\.server\.path/);
  assert.match(problem(surroundings([], { environment: {} })), /cargo install/);
});
