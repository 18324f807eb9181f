import assert from "node:assert/strict";
import { test } from "node:test";

import type { Entry } from "../src/api/entry";
import { chapterPage, documentOf, entryPage, escapeHtml, homePage, linkNames, resultsPage } from "../src/pages/html";

const ENTRY: Entry = {
  name: "PyArray_From<T>",
  library: "numpy",
  chapter: 'Making "arrays" & more',
  kind: "function",
  summary: "Gives `NULL` where a < b.",
};

test("text has no meaning in HTML", () => {
  assert.equal(escapeHtml(`<a href="x">&'`), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
});

test("names, chapters and summaries are escaped on every page", () => {
  const chapter = { library: "numpy", title: ENTRY.chapter, entries: [ENTRY] };
  for (const html of [homePage([ENTRY]), chapterPage(chapter), entryPage(ENTRY, ""), resultsPage([ENTRY], 5)]) {
    assert(!/<T>|"arrays"| & |a < b/.test(html), html);
  }
});

test("code in a summary shows as code", () => {
  assert.match(resultsPage([ENTRY], 5), /Gives <code>NULL<\/code> where a &lt; b/);
});

test("a search says when it found nothing, and when there may be more", () => {
  assert.match(resultsPage([], 5), /Nothing/);
  assert.match(resultsPage([ENTRY], 1), /first 1/);
  assert(!/first/.test(resultsPage([ENTRY], 2)));
});

test("known names and rules become links, the page's own name and other words do not", () => {
  const html = "<code>PyList_New</code> <code>NPC203</code> <code>self</code> <code>Own</code> <pre><code>PyList_New(0)</code></pre>";
  const linked = linkNames(html, "Own", (name) => ["PyList_New", "Own"].includes(name));
  assert.equal(
    linked,
    '<a href="#" data-entry="PyList_New"><code>PyList_New</code></a> <a href="#" data-rule="NPC203"><code>NPC203</code></a> ' +
      "<code>self</code> <code>Own</code> <pre><code>PyList_New(0)</code></pre>",
  );
});

test("the document allows its own script and style, and nothing else", () => {
  const html = documentOf({ style: "s.css", script: "s.js", source: "https://here" });
  assert.match(html, /default-src &#39;none&#39;; style-src https:\/\/here; script-src https:\/\/here"/);
});
