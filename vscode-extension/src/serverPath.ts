/** Which server program to start, and why that one. Pure: everything it looks at is handed in. */

import * as path from "node:path";

const PROGRAM = "numpy-capi-lsp";
const ENVIRONMENT_VARIABLE = "NUMPY_CAPI_LSP";

/** What the choice depends on. */
export interface Surroundings {
  /** The value of `numpyCapi.server.path`; empty where nobody set it. */
  readonly setting: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where this extension is installed. */
  readonly extensionDirectory: string;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** Whether a path names a file that can be run. */
  readonly isProgram: (file: string) => boolean;
}

/** A program to start. */
export interface Server {
  readonly kind: "server";
  /** Absolute path. */
  readonly program: string;
  /** Why this one, to be shown to the user. */
  readonly reason: string;
  /** Whether it came with the extension. */
  readonly isBundled: boolean;
}

/** Why there is no program to start, and what the user can do. */
export interface Problem {
  readonly kind: "problem";
  readonly message: string;
}

/**
 * Looks in this order: the setting, the environment variable, the extension itself, `PATH`.
 *
 * A path that the user named and that cannot be run is a problem rather than a reason to look further: another server
 * than the wanted one would only be noticed much later.
 */
export function findServer(surroundings: Surroundings): Server | Problem {
  const setting = surroundings.setting.trim();
  if (setting) {
    return named(setting, "set by numpyCapi.server.path", surroundings);
  }
  const variable = surroundings.environment[ENVIRONMENT_VARIABLE]?.trim();
  if (variable) {
    return named(variable, `set by the environment variable ${ENVIRONMENT_VARIABLE}`, surroundings);
  }
  return bundled(surroundings) ?? searched(PROGRAM, "found on PATH", surroundings) ?? nowhere();
}

function named(value: string, reason: string, surroundings: Surroundings): Server | Problem {
  const file = expandHome(value, surroundings.homeDirectory);
  if (path.isAbsolute(file)) {
    return surroundings.isProgram(file) ? chosen(file, reason) : notRunnable(file, reason);
  }
  if (file !== path.basename(file)) {
    const message = `"${value}" (${reason}) is a relative path: write an absolute one, or one that begins with ~/.`;
    return { kind: "problem", message };
  }
  return searched(file, `${reason}, found on PATH`, surroundings) ?? notOnPath(file, reason);
}

function bundled(surroundings: Surroundings): Server | undefined {
  const program = path.join(surroundings.extensionDirectory, "server", fileName(PROGRAM, surroundings.platform));
  const found: Server = { kind: "server", program, reason: "came with the extension", isBundled: true };
  return surroundings.isProgram(program) ? found : undefined;
}

function searched(name: string, reason: string, surroundings: Surroundings): Server | undefined {
  const directories = (surroundings.environment["PATH"] ?? "").split(path.delimiter);
  const program = directories
    // A relative entry would pick up programs from whatever folder happens to be open.
    .filter((directory) => path.isAbsolute(directory))
    .map((directory) => path.join(directory, fileName(name, surroundings.platform)))
    .find((file) => surroundings.isProgram(file));
  return program === undefined ? undefined : chosen(program, reason);
}

function chosen(program: string, reason: string): Server {
  return { kind: "server", program, reason, isBundled: false };
}

function fileName(name: string, platform: NodeJS.Platform): string {
  return platform === "win32" && path.extname(name) === "" ? `${name}.exe` : name;
}

function expandHome(value: string, homeDirectory: string): string {
  return value === "~" || /^~[/\\]/.test(value) ? path.join(homeDirectory, value.slice(1)) : value;
}

function notRunnable(file: string, reason: string): Problem {
  const message = `${file} (${reason}) is not a program that can be run. Correct the path, or remove it to use the server that comes with the extension.`;
  return { kind: "problem", message };
}

function notOnPath(name: string, reason: string): Problem {
  const message = `"${name}" (${reason}) is not on PATH. Write an absolute path, or remove it to use the server that comes with the extension.`;
  return { kind: "problem", message };
}

function nowhere(): Problem {
  const message = `No ${PROGRAM} comes with this build of the extension and none is on PATH. Install it (cargo install --path server, in its source) or set numpyCapi.server.path.`;
  return { kind: "problem", message };
}
