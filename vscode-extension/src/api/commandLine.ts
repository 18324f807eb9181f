/** The database by the program's command line, for servers that have no command for it. */

import { execFile } from "node:child_process";

import type { Rule, Source } from "./database";
import { search, type Entry } from "./entry";

/** How long the program may take, in milliseconds. */
const PATIENCE = 20_000;

/** Room for the whole database in bytes; it takes about 9 MB. */
const ROOM = 128 * 1024 * 1024;

/** Asks the program that `program` names. */
export function commandLineSource(program: () => string): Source {
  const ask = (...args: string[]): Promise<string> => run(program(), args);
  const entries = async (): Promise<Entry[]> =>
    (JSON.parse(await ask("api", "--all", "--output-format", "json")) as Entry[]).map(shortened);
  return {
    entries,
    search: async (text, limit) => search(await entries(), text, limit),
    rules: async () => JSON.parse(await ask("rule", "--all", "--output-format", "json")) as Rule[],
    entryPage: (name) => ask("api", name),
    rulePage: (code) => ask("rule", code, "--output-format", "markdown"),
  };
}

/** Without what the program says of it besides, which is most. */
function shortened({ name, library, chapter, kind, summary }: Entry): Entry {
  return { name, library, chapter, kind, summary };
}

function run(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: PATIENCE, maxBuffer: ROOM }, (error, output, complaint) => {
      if (error) {
        reject(new Error(complaint.trim() || error.message));
      } else {
        resolve(output);
      }
    });
  });
}
