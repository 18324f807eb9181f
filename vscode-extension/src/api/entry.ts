/** What the browser needs to know of a name of the API; the rest stands on the name's page. */

/** The libraries of the database, in the order in which they are shown. */
export const LIBRARIES = [
  { key: "numpy", title: "NumPy" },
  { key: "python", title: "CPython" },
] as const;

/** One name of the API. */
export interface Entry {
  readonly name: string;
  /** `numpy` or `python`. */
  readonly library: string;
  readonly chapter: string;
  /** `function`, `macro`, `constant`, ... */
  readonly kind: string;
  readonly summary: string;
  /** Who owns what, in one line, for what can be called. */
  readonly contract?: string | null;
  /** What the target version does not have, or what is deprecated or removed, in a few words. */
  readonly note?: string | null;
}

/** A chapter of a library with its entries. */
export interface Chapter {
  readonly library: string;
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** The title of a library. */
export function libraryTitle(key: string): string {
  return LIBRARIES.find((library) => library.key === key)?.title ?? key;
}

/** Every chapter of a library, by title; its entries in the order of the database. */
export function chaptersOf(library: string, entries: readonly Entry[]): Chapter[] {
  const chapters = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.library === library) {
      const known = chapters.get(entry.chapter);
      if (known) {
        known.push(entry);
      } else {
        chapters.set(entry.chapter, [entry]);
      }
    }
  }
  return [...chapters].map(([title, members]) => ({ library, title, entries: members })).sort((a, b) => a.title.localeCompare(b.title));
}

/**
 * The entries that fit what was typed, the best first. Every word has to occur, in the name or in the summary; a name
 * that begins with the first word comes before one that holds it, and that before a summary.
 */
export function search(entries: readonly Entry[], text: string, limit: number): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) {
    return [];
  }
  const found = entries
    .map((entry) => ({ entry, rank: rankOf(entry, words, first) }))
    .filter(({ rank }) => rank < Infinity);
  found.sort((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length || a.entry.name.localeCompare(b.entry.name));
  return found.slice(0, limit).map(({ entry }) => entry);
}

function rankOf(entry: Entry, words: readonly string[], first: string): number {
  const name = entry.name.toLowerCase();
  const summary = entry.summary.toLowerCase();
  if (!words.every((word) => name.includes(word) || summary.includes(word))) {
    return Infinity;
  }
  if (name === first) {
    return 0;
  }
  const position = name.indexOf(first);
  return position < 0 ? 3 : position === 0 || name[position - 1] === "_" ? 1 : 2;
}
