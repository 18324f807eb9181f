/** Markdown as HTML, by the renderer that VS Code's own Markdown preview uses. */

import * as vscode from "vscode";

import { escapeHtml } from "./html";

/** Renders a text. Without VS Code's Markdown extension it stays as it is, in a box. */
export async function renderMarkdown(markdown: string): Promise<string> {
  try {
    return await vscode.commands.executeCommand<string>("markdown.api.render", markdown);
  } catch {
    return `<pre><code>${escapeHtml(markdown)}</code></pre>`;
  }
}
