// The extension in the real VS Code workbench, used as a person uses it. Started by run.sh.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { browserChecks } from "./api-browser.mjs";
import { startCodeServer } from "./code-server.mjs";
import { checkUntrusted } from "./untrusted.mjs";
import { PATIENCE, ROWS, Workbench } from "./workbench.mjs";

const FIXTURE = path.resolve(import.meta.dirname, "../fixture/leak.c");
const SHOTS = process.env.NUMPY_CAPI_SHOTS ?? path.join(os.tmpdir(), "numpy-capi-shots");
const INCLUDES = (process.env.NUMPY_CAPI_INCLUDES ?? "").split(":").filter(Boolean);

const SQUIGGLES = ".cdr.squiggly-warning, .cdr.squiggly-error";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "numpy-capi-workspace-"));
const file = path.join(folder, "leak.c");
fs.copyFileSync(FIXTURE, file);
fs.copyFileSync(path.resolve(import.meta.dirname, "../fixture/template.c.src"), path.join(folder, "template.c.src"));
/** The first early return that leaks: it leaves `factors` behind. */
const leakLine = lineAfter("if (values == NULL)");
/** In the middle of its `return`. */
const LEAK_COLUMN = 12;

const tally = { passed: 0, failed: 0, skipped: 0 };
const server = await startCodeServer({ installation: process.env.NUMPY_CAPI_CODE_SERVER, vsix: process.env.NUMPY_CAPI_VSIX, folder });
const workbench = await Workbench.open({
  server,
  folder,
  file: "leak.c",
  chromium: process.env.NUMPY_CAPI_CHROMIUM,
  modules: process.env.NUMPY_CAPI_NODE_MODULES,
  shots: SHOTS,
});
const { page } = workbench;

try {
  await check("the file opens", () => workbench.editorShown());
  await check("a squiggle under the early return", squiggle);
  await check("the finding in the Problems panel", problemsPanel);
  await check("ownership on hover over PyArray_FROM_OTF", hover);
  await check("the status tells which server runs and why", languageStatus);
  await check("a target version can be picked", targetVersion);
  await check("a changed setting reaches the server", changedSetting);
  await check("a server path that leads nowhere is told", () => wrongPath("/nowhere/numpy-capi-lsp"));
  await check("a server that does not run is told", () => wrongPath(brokenServer()));
  await check("with the path gone the bundled server runs again", pathGone);
  await check("a server that crashed is started again", crash);
  await check("the light bulb on the leaking return", lightBulb);
  for (const [name, body] of browserChecks(workbench)) {
    await check(name, body);
  }
  await check("the quick fix goto-fail", quickFix);
  await check("the finding is gone", findingGone);
  await check("the saved file has the clean-up", savedFile);
  await check("the saved file compiles", compiles);
  await check("completion of flags", completion);
  await check("a snippet in completion", snippet);
  await check("New Extension Module opens a file without findings", newModule);
  await check("a template of NumPy's has its own language and findings", template);
  await check("Server Information", serverInformation);
  await check("the walkthrough opens", walkthrough);
  await check("Restart Server", restart);
  await check("Show Output", showOutput);
  await check("nothing asked for the network", staysHome);
} finally {
  await workbench.close();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
await check("in a folder that is not trusted its own server path is ignored", () => checkUntrusted({ fixture: FIXTURE, shots: SHOTS }));
console.log(`screenshots: ${SHOTS}`);
const { passed, failed, skipped } = tally;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs one check; its result is a remark, or `{ skipped: reason }`. After a failure the others run, with less patience. */
async function check(name, body) {
  try {
    const remark = await body();
    if (remark?.skipped) {
      tally.skipped += 1;
      console.log(`skipped: ${name}: ${remark.skipped}`);
    } else {
      tally.passed += 1;
      console.log(`ok   ${name}${remark ? `: ${remark}` : ""}`);
    }
  } catch (error) {
    tally.failed += 1;
    console.log(`FAIL ${name}: ${error.message.split("\n")[0]}`);
    PATIENCE.timeout = 15_000;
    await workbench.shot("FAILED").catch(() => undefined);
  }
}

async function squiggle() {
  await page.locator(SQUIGGLES).first().waitFor({ state: "attached", ...PATIENCE });
  await workbench.shot("squiggle");
}

async function problemsPanel() {
  await page.keyboard.press("Control+Shift+M");
  const row = page.locator(ROWS.problems, { hasText: /NPC\d+/ }).filter({ hasText: "factors" }).first();
  await row.waitFor(PATIENCE);
  await workbench.shot("problems");
  const text = await row.innerText();
  await page.keyboard.press("Control+J");
  return oneLine(text);
}

async function hover() {
  const popup = await workbench.hoverOver("PyArray_FROM_OTF", /new reference/i);
  await workbench.shot("hover");
  const text = await popup.innerText();
  await workbench.leaveHover();
  return oneLine(text).slice(0, 100);
}

async function languageStatus() {
  await page.locator("#status\\.languageStatus").hover();
  const popup = page.locator(".hover-language-status", { hasText: "came with the extension" }).first();
  await popup.waitFor(PATIENCE);
  await workbench.shot("status");
  const text = await popup.innerText();
  await workbench.leaveHover();
  assert(/NumPy C-API \d/.test(text), `no version in the status: ${oneLine(text)}`);
  return oneLine(text);
}

/** Picks a version, sees it in the status and in the settings of the workspace. */
async function targetVersion() {
  await workbench.command("NumPy C-API: Pick Target NumPy Version…", { staysOpen: true });
  const choice = page.locator(".quick-input-list .monaco-list-row", { hasText: "NumPy 1.23" }).first();
  await choice.waitFor(PATIENCE);
  await workbench.shot("pick-target");
  await choice.click();
  await page.locator("#status\\.languageStatus").hover();
  const popup = page.locator(".hover-language-status", { hasText: "NumPy 1.23 and later" }).first();
  await popup.waitFor(PATIENCE);
  await workbench.shot("target");
  await workbench.leaveHover();
  const settings = fs.readFileSync(path.join(folder, ".vscode", "settings.json"), "utf8");
  assert(/"numpyCapi.targetNumpy": "1.23"/.test(settings), settings);
}

/** Ends the server as a crash would. Its findings are back when the client has started another one. */
async function crash() {
  const [before] = serverProcesses();
  process.kill(Number(before), "SIGKILL");
  await until(() => serverProcesses().some((pid) => pid !== before), "no server was started in its place");
  await workbench.hoverOver("PyArray_FROM_OTF", /new reference/i);
  await workbench.leaveHover();
  await page.locator(SQUIGGLES).first().waitFor({ state: "attached", ...PATIENCE });
}

async function snippet() {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  await workbench.goTo(lines.findIndex((text) => text.startsWith("static PyMethodDef")), 1);
  await page.keyboard.type("npyconv", { delay: 40 });
  await page.locator(ROWS.suggestions).filter({ hasText: "npyconverter" }).first().waitFor(PATIENCE);
  await workbench.shot("snippet");
  await page.keyboard.press("Tab");
  await workbench.textMatches("vector_converter\\(PyObject \\*object");
  await page.keyboard.press("Escape");
  await workbench.command("File: Revert File");
}

async function newModule() {
  await workbench.command("NumPy C-API: New Extension Module");
  await workbench.textMatches("PyInit_|total\\(PyObject");
  await workbench.shot("new-module");
  await page.keyboard.press("Escape");
  await workbench.hoverOver("PyArray_FROM_OTF", /new reference/i);
  await workbench.leaveHover();
  const marks = await page.locator(SQUIGGLES).count();
  assert(marks === 0, `${marks} marks in the new module`);
  await workbench.command("View: Revert and Close Editor");
}

async function template() {
  await workbench.openQuickInput("Control+P");
  await workbench.fillQuickInput("template.c.src");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "template.c.src" }).first().waitFor(PATIENCE);
  await page.keyboard.press("Enter");
  await page.locator("#status\\.editor\\.mode", { hasText: "NumPy C template" }).waitFor(PATIENCE);
  await page.locator(SQUIGGLES).first().waitFor({ state: "attached", ...PATIENCE });
  await workbench.shot("template");
  await workbench.command("View: Revert and Close Editor");
}

async function serverInformation() {
  await workbench.command("NumPy C-API: Server Information");
  const content = page.frameLocator("iframe.webview.ready").last().frameLocator("#active-frame");
  await content.locator("#page", { hasText: "came with the extension" }).waitFor(PATIENCE);
  await workbench.shot("server-information");
  await workbench.focusEditor();
  await workbench.command("View: Close Editors in Other Groups");
}

async function walkthrough() {
  await workbench.command("Welcome: Open Walkthrough...", { staysOpen: true });
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "first steps" }).first().click(PATIENCE);
  await page.keyboard.press("Control+B");
  await page.locator(".getting-started-step", { hasText: "Read a finding" }).first().click(PATIENCE);
  await page.locator(".getting-started-media img").first().waitFor(PATIENCE);
  await workbench.shot("walkthrough");
  await page.keyboard.press("Control+B");
  await workbench.command("View: Revert and Close Editor");
}

async function changedSetting() {
  const marks = page.locator(SQUIGGLES).first();
  writeSettings({ "numpyCapi.lint": false });
  await marks.waitFor({ state: "detached", ...PATIENCE });
  writeSettings({});
  await marks.waitFor({ state: "attached", ...PATIENCE });
}

async function wrongPath(program) {
  writeSettings({ "numpyCapi.server.path": program });
  const message = page.locator(".notification-toast", { hasText: program }).first();
  await message.waitFor(PATIENCE);
  await workbench.shot("wrong-path");
  assert(serverProcesses().length === 0, "the server of before still runs");
  return oneLine(await message.locator(".notification-list-item-message").innerText());
}

/** A program that ends the way one does that was built for a newer system. */
function brokenServer() {
  const program = path.join(folder, "broken-server");
  fs.writeFileSync(program, "#!/bin/sh\necho 'GLIBC_9.99 not found' >&2\nexit 1\n", { mode: 0o755 });
  return program;
}

async function pathGone() {
  writeSettings({});
  await until(() => serverProcesses().length === 1, "no server was started");
  await workbench.command("Notifications: Clear All Notifications");
  await page.locator(SQUIGGLES).first().waitFor({ state: "attached", ...PATIENCE });
}

async function lightBulb() {
  await workbench.goTo(leakLine, LEAK_COLUMN);
  await page.waitForSelector("[class*='codicon-lightbulb']:visible, [class*='codicon-light-bulb']:visible", PATIENCE);
  await workbench.shot("light-bulb");
}

async function quickFix() {
  await page.keyboard.press("Control+.");
  const rows = page.locator(ROWS.quickFixes);
  const wanted = rows.filter({ hasText: /goto-fail/i }).first();
  await wanted.waitFor(PATIENCE);
  await workbench.shot("quick-fixes");
  const titles = await rows.allInnerTexts();
  await wanted.click();
  await workbench.textMatches("goto fail;");
  await workbench.shot("fixed");
  return titles.map(oneLine).join(" | ");
}

async function findingGone() {
  await workbench.textMatches("goto fail;");
  await page.keyboard.press("Control+Shift+M");
  const leak = page.locator(ROWS.problems, { hasText: "factors" }).first();
  await leak.waitFor({ state: "detached", ...PATIENCE });
  await workbench.shot("problems-after");
  await page.keyboard.press("Control+J");
}

async function savedFile() {
  const before = fs.readFileSync(FIXTURE, "utf8");
  await workbench.focusEditor();
  await page.keyboard.press("Control+S");
  await until(() => fs.readFileSync(file, "utf8") !== before, "the file was not written");
  const text = fs.readFileSync(file, "utf8");
  assert(/^\s*fail:/m.test(text), "no label fail:");
  assert(/Py_XDECREF\(\s*factors\s*\)/.test(text), "no Py_XDECREF of factors");
  assert(/goto fail;/.test(text), "no goto fail;");
  fs.copyFileSync(file, path.join(SHOTS, "leak-fixed.c"));
}

function compiles() {
  if (INCLUDES.length === 0) {
    return { skipped: "no NumPy headers; install numpy for the python3 on PATH, or set NUMPY_CAPI_INCLUDES" };
  }
  assert(/goto fail;/.test(fs.readFileSync(file, "utf8")), "the file was not repaired");
  const includes = INCLUDES.map((directory) => `-I${directory}`);
  execFileSync("gcc", ["-fsyntax-only", "-Wall", "-Werror", ...includes, file], { stdio: ["ignore", "inherit", "pipe"] });
  return undefined;
}

async function completion() {
  const flag = "NPY_ARRAY_IN_ARRAY";
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes(flag));
  await workbench.goTo(line + 1, lines[line].indexOf(flag) + flag.length + 1);
  await page.keyboard.type(" | NPY_ARRAY_ENS", { delay: 40 });
  const rows = page.locator(ROWS.suggestions);
  await rows.filter({ hasText: "NPY_ARRAY_ENSURECOPY" }).first().waitFor(PATIENCE);
  await workbench.shot("completion");
  const labels = await rows.allInnerTexts();
  await page.keyboard.press("Escape");
  return labels.map((text) => text.split("\n")[0]).join(" | ");
}

async function restart() {
  const before = serverProcesses();
  assert(before.length === 1, `${before.length} servers run instead of one`);
  await workbench.command("NumPy C-API: Restart Server");
  await until(() => serverProcesses().some((pid) => !before.includes(pid)), "no new server was started");
  await until(() => serverProcesses().length === 1, "the old server still runs");
  await workbench.goTo(lineAfter("factors = NULL"));
  const popup = await workbench.hoverOver("PyArray_FROM_OTF", /new reference/i);
  await popup.waitFor(PATIENCE);
  await workbench.leaveHover();
}

async function showOutput() {
  await workbench.command("NumPy C-API: Show Output");
  const isShown = () => [...document.querySelectorAll("select")].some((box) => box.selectedOptions[0]?.text === "NumPy C-API");
  await page.waitForFunction(isShown, null, PATIENCE);
}

function staysHome() {
  const origins = [...workbench.foreignOrigins];
  assert(origins.length === 0, `requests to ${origins.join(", ")}`);
}

/** Writes the settings of the workspace. */
function writeSettings(settings) {
  const directory = path.join(folder, ".vscode");
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "settings.json"), JSON.stringify(settings));
}

/** The process ids of the servers that this code-server's extension started. */
function serverProcesses() {
  const directory = `${server.root}/extensions/`;
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).split("\0").some((word) => word.startsWith(directory) && word.endsWith("server/numpy-capi-lsp")));
}

function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It has ended since.
    return "";
  }
}

/** The line number, from 1, below the first one that holds a text. */
function lineAfter(text) {
  const lines = fs.readFileSync(FIXTURE, "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 2;
}

async function until(test, complaint) {
  const deadline = Date.now() + PATIENCE.timeout;
  while (!test()) {
    assert(Date.now() < deadline, complaint);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function assert(holds, complaint) {
  if (!holds) {
    throw new Error(complaint);
  }
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
