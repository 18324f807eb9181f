// A throw-away VS Code: code-server on a free port of this machine, with one extension and its own home directory.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const START_SECONDS = 60;
const STOP_SECONDS = 8;

/** Settings that make the workbench quiet and every run the same. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "editor.wordBasedSuggestions": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * Starts it. `installation` is what install-code-server.sh made, `vsix` the extension, `folder` what to open,
 * `environment` what the extension sees beside this process's own environment, `isTrusted` whether the folder is.
 */
export async function startCodeServer({ installation, vsix, folder, environment = {}, isTrusted = true }) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "numpy-capi-code-server-"));
  const port = await freePort();
  writeSettings(root, port, isTrusted);

  const node = path.join(installation, "bin", "node");
  const env = { ...cleanEnvironment(), ...environment, HOME: root, EXTENSIONS_GALLERY: "{}" };
  const base = [path.join(installation, "code-server"), "--user-data-dir", path.join(root, "data")];
  base.push("--extensions-dir", path.join(root, "extensions"), "--config", path.join(root, "config.yaml"));
  // Its chatter comes with the error where this fails.
  execFileSync(node, [...base, "--install-extension", vsix, "--force"], { env, stdio: ["ignore", "pipe", "pipe"] });

  const logFile = path.join(root, "code-server.log");
  const log = fs.openSync(logFile, "w");
  const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check"];
  quiet.push(...(isTrusted ? ["--disable-workspace-trust"] : []));
  quiet.push("--disable-getting-started-override", "--disable-proxy");
  // Its own process group: no extension host outlives the test.
  const child = spawn(node, [...base, ...quiet, folder], { env, stdio: ["ignore", log, log], detached: true });
  process.on("exit", () => signalGroup(child, "SIGKILL"));

  const readLog = () => fs.readFileSync(logFile, "utf8");
  await untilHealthy(child, port, readLog);
  return { root, port, url: `http://127.0.0.1:${port}`, log: readLog, stop: () => stop(child, root) };
}

function writeSettings(root, port, isTrusted) {
  const user = path.join(root, "data", "User");
  fs.mkdirSync(user, { recursive: true });
  fs.writeFileSync(path.join(user, "settings.json"), JSON.stringify({ ...SETTINGS, ...trust(isTrusted) }, null, 2));
  fs.writeFileSync(path.join(root, "config.yaml"), `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);
}

/** A folder is trusted, or it is not and nobody is asked. */
function trust(isTrusted) {
  return isTrusted
    ? { "security.workspace.trust.enabled": false }
    : { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" };
}

/** Without what would lead code-server to the user's own files, or the extension to another server than the bundled. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "PORT", "PASSWORD", "VSCODE_IPC_HOOK_CLI", "NUMPY_CAPI_LSP"]) {
    delete env[name];
  }
  return env;
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilHealthy(child, port, readLog) {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`code-server did not start:\n${readLog()}`);
}

async function stop(child, root) {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signalGroup(child, "SIGTERM");
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, STOP_SECONDS * 1000).unref())]);
  signalGroup(child, "SIGKILL");
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
