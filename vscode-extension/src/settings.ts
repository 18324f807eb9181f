/** What the server is told of the settings. */

/** The section that all settings are in. */
export const SECTION = "numpyCapi";

/** The settings that are the server's; the others are the extension's own. */
const SERVER_KEYS = [
  "select",
  "extendSelect",
  "ignore",
  "targetNumpy",
  "functions",
  "completionScope",
  "signatureHelp",
  "inlayHints",
  "workspaceDiagnostics",
  "lint",
] as const;

/** The part of `vscode.WorkspaceConfiguration` that is needed here. */
export interface Configuration {
  get(key: string): unknown;
}

/**
 * The server's settings. Empty strings, lists and tables are left out: that is how the settings page says "not set", while
 * an empty `select` would switch every rule off and an empty `targetNumpy` is no version.
 */
export function serverSettings(configuration: Configuration): Record<string, unknown> {
  const values = SERVER_KEYS.map((key) => [key, configuration.get(key)] as const);
  return Object.fromEntries(values.filter(([, value]) => !isUnset(value)));
}

function isUnset(value: unknown): boolean {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || isEmpty;
}
