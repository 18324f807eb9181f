/** What the server says of itself, as a page. Pure. */

/** The answer to `numpyCapi/serverInfo`, as far as it is used here. */
export interface ServerInfo {
  readonly version?: string;
  readonly executable?: string | null;
  readonly processId?: number;
  readonly rules?: number;
  readonly entries?: number;
  readonly openDocuments?: number;
  readonly configurationFile?: string | null;
  readonly targetNumpy?: string | null;
}

/** A page in Markdown. `description` says which program was chosen and why. */
export function infoPage(info: ServerInfo | undefined, description: string): string {
  if (!info) {
    return `# NumPy C-API server\n\nThe server is not running.\n\n${description}\n`;
  }
  const rows: [string, string | number | null | undefined][] = [
    ["Version", info.version],
    ["Program", code(info.executable)],
    ["Chosen because", description],
    ["Process", info.processId],
    ["Rules", info.rules],
    ["Names in the database", info.entries],
    ["Open documents", info.openDocuments],
    ["Configuration file", code(info.configurationFile) ?? "none"],
    ["Target NumPy", info.targetNumpy ?? "not set"],
  ];
  const lines = rows.filter(([, value]) => value !== undefined && value !== null).map(([title, value]) => `| ${title} | ${value} |`);
  return `# NumPy C-API server\n\n| | |\n|---|---|\n${lines.join("\n")}\n`;
}

function code(value: string | null | undefined): string | undefined {
  return value ? `\`${value}\`` : undefined;
}
