/** Asking programs on this machine. */

import { execFile } from "node:child_process";
import * as fs from "node:fs";

/** How long a program may take to tell its version, in milliseconds. */
const PATIENCE = 10_000;

/** Whether a path names a file that this user may run. */
export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a server program with `--version` and gives what it says. Rejects with the program's own words where it does not
 * run on this machine: a system that is too old, another processor, not the program it is taken for.
 */
export function askVersion(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, ["--version"], { timeout: PATIENCE }, (error, output, complaint) => {
      if (error) {
        reject(new Error(complaint.trim() || error.message));
      } else {
        resolve(output.trim());
      }
    });
  });
}
