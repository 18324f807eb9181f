/** The server's database of the API, and its rules, as the browser needs them. */

import type { Entry } from "./entry";

/** A rule of the checker. */
export interface Rule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  /** `error`, `warning`, ... */
  readonly severity: string;
  /** Whether it reports without being selected. */
  readonly default: boolean;
  /** What repairs it offers: `safe`, `unsafe` or `none`. */
  readonly fix: string;
}

/** Where the contents come from. Every answer may fail, with a reason for the user. */
export interface Source {
  entries(): Promise<Entry[]>;
  /** What fits some words, the best first, `limit` at most. */
  search(text: string, limit: number): Promise<Entry[]>;
  rules(): Promise<Rule[]>;
  /** The page of a name, as Markdown. */
  entryPage(name: string): Promise<string>;
  /** The page of a rule, as Markdown. */
  rulePage(code: string): Promise<string>;
}

/** Asks the source once for what does not change while a server runs. */
export class Database {
  private known: Promise<Entry[]> | undefined;
  private index: Promise<ReadonlyMap<string, Entry>> | undefined;

  constructor(private readonly source: Source) {}

  /** Every name of the API. */
  entries(): Promise<readonly Entry[]> {
    this.known ??= this.source.entries().catch((error: unknown) => {
      this.forget();
      throw error;
    });
    return this.known;
  }

  /** The same by name. */
  names(): Promise<ReadonlyMap<string, Entry>> {
    this.index ??= this.entries().then((entries) => new Map(entries.map((entry) => [entry.name, entry])));
    return this.index;
  }

  /** What fits some words, the best first, `limit` at most. */
  async search(text: string, limit: number): Promise<readonly Entry[]> {
    return text.trim() === "" ? [] : this.source.search(text, limit);
  }

  /** Every rule of the checker. */
  rules(): Promise<readonly Rule[]> {
    return this.source.rules();
  }

  /** The page of a name, as Markdown. */
  page(name: string): Promise<string> {
    return this.source.entryPage(name);
  }

  /** The page of a rule, as Markdown. */
  rulePage(code: string): Promise<string> {
    return this.source.rulePage(code);
  }

  /** Another server may know other names. */
  forget(): void {
    this.known = undefined;
    this.index = undefined;
  }
}
