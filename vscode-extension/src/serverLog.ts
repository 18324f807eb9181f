/** What the server writes to its standard error, as entries of the output channel. */

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The levels of an output channel, in the words of its methods. */
export type Level = "error" | "warn" | "info" | "debug" | "trace";

/** The part of `vscode.LogOutputChannel` that is needed here. */
export type Log = Record<Level, (message: string) => void>;

/** A time stamp, the level, the message. */
const ENTRY = /^\S+Z\s+(ERROR|WARN|INFO|DEBUG|TRACE)\s+(.*)$/;

/** Writes each line of a stream to the log, with the level that the server gives it. */
export function copyToLog(input: Readable, log: Log): void {
  createInterface({ input }).on("line", (line) => {
    const { level, message } = readEntry(line);
    log[level](message);
  });
}

/** Takes a line apart. What is no entry of the server's log, such as the last words of a crash, counts as an error. */
export function readEntry(line: string): { level: Level; message: string } {
  const [, level, message] = ENTRY.exec(line) ?? [];
  return level === undefined || message === undefined
    ? { level: "error", message: line }
    : { level: level.toLowerCase() as Level, message };
}
