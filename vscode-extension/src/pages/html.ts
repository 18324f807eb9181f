/** Pages of the browser as HTML. Pure: text in, text out. */

import { LIBRARIES, chaptersOf, libraryTitle, type Chapter, type Entry } from "../api/entry";

/** What the page is made with. */
export interface Frame {
  /** The address of the page's own style sheet and script. */
  readonly style: string;
  readonly script: string;
  /** Where those may come from. */
  readonly source: string;
}

/** The whole document around the body that messages will fill. */
export function documentOf(frame: Frame): string {
  const policy = `default-src 'none'; style-src ${frame.source}; script-src ${frame.source}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(frame.style)}">
<title>NumPy C-API</title>
</head>
<body>
<header role="navigation">
<button id="back" title="Back" aria-label="Back" disabled>←</button>
<button id="forward" title="Forward" aria-label="Forward" disabled>→</button>
<button id="home" title="All chapters" aria-label="All chapters">☰</button>
<input id="search" type="search" placeholder="Search names and descriptions" aria-label="Search names and descriptions" spellcheck="false">
</header>
<main id="results" hidden></main>
<main id="page"></main>
<script src="${escapeHtml(frame.script)}"></script>
</body>
</html>`;
}

/** All chapters. */
export function homePage(entries: readonly Entry[]): string {
  const columns = LIBRARIES.map(({ key, title }) => {
    const chapters = chaptersOf(key, entries);
    const items = chapters.map(
      (chapter) => `<li>${chapterLink(chapter.library, chapter.title)} <span class="count">${chapter.entries.length}</span></li>`,
    );
    return `<section><h2>${title}</h2><ul class="chapters">${items.join("")}</ul></section>`;
  });
  return `<h1>The C-API of NumPy and CPython</h1><div class="columns">${columns.join("")}</div>`;
}

/** The names of a chapter, each with its line. */
export function chapterPage(chapter: Chapter): string {
  const count = chapter.entries.length === 1 ? "1 name" : `${chapter.entries.length} names`;
  return `<p class="trail">${escapeHtml(libraryTitle(chapter.library))} · ${count}</p><h1>${escapeHtml(chapter.title)}</h1>${entryList(chapter.entries)}`;
}

/** What a search found. */
export function resultsPage(found: readonly Entry[], limit: number): string {
  if (found.length === 0) {
    return `<p class="trail">Nothing of that name, and no description with these words.</p>`;
  }
  const more = found.length === limit ? `<p class="trail">These are the first ${limit}.</p>` : "";
  return entryList(found) + more;
}

/** The page of a name. `body` is its description, which is HTML already. */
export function entryPage(entry: Entry, body: string): string {
  const trail = `${escapeHtml(libraryTitle(entry.library))} › ${chapterLink(entry.library, entry.chapter)} · ${escapeHtml(entry.kind)}`;
  return `<p class="trail">${trail}</p><h1>${escapeHtml(entry.name)}</h1>${body}`;
}

/**
 * Makes links of the names and of the codes of rules that stand as code in a description. `isName` tells whether there is
 * a page for a name.
 */
export function linkNames(html: string, self: string, isName: (text: string) => boolean): string {
  return html.replace(/<code>([A-Za-z_]\w*)<\/code>/g, (code, text: string) => {
    if (/^NPC\d+$/.test(text)) {
      return `<a href="#" data-rule="${text}">${code}</a>`;
    }
    return text !== self && isName(text) ? `<a href="#" data-entry="${text}">${code}</a>` : code;
  });
}

/** Text without meaning in HTML. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function entryList(entries: readonly Entry[]): string {
  const rows = entries.map(
    (entry) =>
      `<li><a href="#" data-entry="${escapeHtml(entry.name)}"><code>${escapeHtml(entry.name)}</code></a> <span class="kind">${escapeHtml(entry.kind)}</span><div>${inlineCode(entry.summary)}</div>${contractLine(entry)}</li>`,
  );
  return `<ul class="entries">${rows.join("")}</ul>`;
}

function contractLine({ contract, note }: Entry): string {
  const parts = [contract, note].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? "" : `<div class="contract">${inlineCode(parts.join(" · "))}</div>`;
}

function chapterLink(library: string, title: string): string {
  return `<a href="#" data-library="${escapeHtml(library)}" data-chapter="${escapeHtml(title)}">${escapeHtml(title)}</a>`;
}

function inlineCode(markdown: string): string {
  return escapeHtml(markdown).replace(/`([^`]+)`/g, "<code>$1</code>");
}
