/** The database by the server's commands; what a server has no command for, by the program's command line. */

import type { Rule, Source } from "./database";
import type { Entry } from "./entry";

/** Runs a command of the server; gives nothing where the server does not have it. */
export type Execute = <T>(command: string, ...args: unknown[]) => Promise<T | undefined>;

interface ChapterTitle {
  readonly library: string;
  readonly title: string;
}

/** The commands are described in docs/protocol.md. */
export function serverSource(execute: Execute, fallback: Source): Source {
  return {
    entries: async () => (await everyChapter(execute)) ?? fallback.entries(),
    search: async (text, limit) => (await execute<Entry[]>("numpyCapi.searchApi", text, limit)) ?? fallback.search(text, limit),
    rules: async () => (await execute<Rule[]>("numpyCapi.listRules")) ?? fallback.rules(),
    entryPage: async (name) => (await execute<string>("numpyCapi.showEntry", name)) ?? fallback.entryPage(name),
    rulePage: async (code) => (await execute<string>("numpyCapi.explainRule", code)) ?? fallback.rulePage(code),
  };
}

async function everyChapter(execute: Execute): Promise<Entry[] | undefined> {
  const titles = await execute<ChapterTitle[]>("numpyCapi.apiChapters");
  if (!titles) {
    return undefined;
  }
  const chapters = await Promise.all(titles.map(({ library, title }) => execute<Entry[]>("numpyCapi.apiChapter", library, title)));
  return chapters.flatMap((chapter) => chapter ?? []);
}
