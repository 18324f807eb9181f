/** The API browser's page: one panel that shows chapters, names and rules, with a search and a way back. */

import * as vscode from "vscode";

import type { Database } from "../api/database";
import { chaptersOf } from "../api/entry";
import { chapterPage, documentOf, entryPage, escapeHtml, homePage, linkNames, resultsPage } from "./html";
import { renderMarkdown } from "./markdown";

/** How many names a search shows. */
const RESULTS = 60;

/** What the panel can show. */
export type Page =
  | { readonly kind: "home" }
  | { readonly kind: "chapter"; readonly library: string; readonly chapter: string }
  | { readonly kind: "entry"; readonly name: string }
  | { readonly kind: "rule"; readonly code: string }
  | { readonly kind: "text"; readonly markdown: string };

interface Message {
  readonly kind: "ready" | "open" | "search" | "back" | "forward" | "home";
  readonly text?: string;
  readonly entry?: string;
  readonly rule?: string;
  readonly library?: string;
  readonly chapter?: string;
}

/** The panel, made when it is first needed. */
export class Browser implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly history: Page[] = [];
  private position = -1;
  private wantsSearch = false;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly database: Database,
  ) {}

  /** Shows a page, beside the code where there is any. */
  async open(page: Page): Promise<void> {
    this.history.splice(this.position + 1, Infinity, page);
    this.position = this.history.length - 1;
    if (this.panel) {
      this.panel.reveal(undefined, true);
      await this.showCurrent();
    } else {
      this.panel = this.createPanel();
    }
  }

  /** Shows all chapters with the cursor in the search field. */
  async openSearch(): Promise<void> {
    this.wantsSearch = true;
    await this.open({ kind: "home" });
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private createPanel(): vscode.WebviewPanel {
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const media = vscode.Uri.joinPath(this.extension, "media");
    const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [media] };
    const panel = vscode.window.createWebviewPanel("numpyCapi.browser", "NumPy C-API", { viewColumn: column, preserveFocus: true }, options);
    panel.iconPath = vscode.Uri.joinPath(media, "api.svg");
    const address = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString();
    panel.webview.onDidReceiveMessage((message: Message) => this.handle(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.html = documentOf({
      style: address("browser.css"),
      script: address("browser.js"),
      source: panel.webview.cspSource,
    });
    return panel;
  }

  private async handle(message: Message): Promise<void> {
    switch (message.kind) {
      case "ready":
        return this.showCurrent();
      case "open":
        return this.follow(message);
      case "search":
        return this.showResults(message.text ?? "");
      case "home":
        return this.open({ kind: "home" });
      case "back":
        return this.go(-1);
      case "forward":
        return this.go(1);
    }
  }

  private async follow(link: Message): Promise<void> {
    if (link.entry !== undefined) {
      await this.open({ kind: "entry", name: link.entry });
    } else if (link.rule !== undefined) {
      await this.open({ kind: "rule", code: link.rule });
    } else if (link.library !== undefined && link.chapter !== undefined) {
      await this.open({ kind: "chapter", library: link.library, chapter: link.chapter });
    }
  }

  private async go(step: number): Promise<void> {
    const position = this.position + step;
    if (position >= 0 && position < this.history.length) {
      this.position = position;
      await this.showCurrent();
    }
  }

  private async showResults(text: string): Promise<void> {
    const found = await this.database.search(text, RESULTS);
    await this.post({ kind: "results", text, html: resultsPage(found, RESULTS) });
  }

  private async showCurrent(): Promise<void> {
    const page = this.history[this.position];
    if (!page) {
      return;
    }
    const html = await this.render(page).catch((error: unknown) => failure(error));
    const canGoForward = this.position < this.history.length - 1;
    if (this.panel) {
      this.panel.title = titleOf(page);
    }
    await this.post({ kind: "page", html, canGoBack: this.position > 0, canGoForward });
    if (this.wantsSearch) {
      this.wantsSearch = false;
      this.panel?.reveal(undefined, false);
      await this.post({ kind: "focusSearch" });
    }
  }

  private async render(page: Page): Promise<string> {
    if (page.kind === "text") {
      return renderMarkdown(page.markdown);
    }
    const entries = await this.database.entries();
    const names = await this.database.names();
    switch (page.kind) {
      case "home":
        return homePage(entries);
      case "chapter": {
        const chapter = chaptersOf(page.library, entries).find(({ title }) => title === page.chapter);
        return chapter ? chapterPage(chapter) : homePage(entries);
      }
      case "entry": {
        const body = await renderMarkdown(await this.database.page(page.name));
        const entry = names.get(page.name);
        const linked = linkNames(body, page.name, (text) => names.has(text));
        return entry ? entryPage(entry, linked) : linked;
      }
      case "rule": {
        const body = await renderMarkdown(await this.database.rulePage(page.code));
        return linkNames(body, page.code, (text) => names.has(text));
      }
    }
  }

  private async post(message: object): Promise<void> {
    await this.panel?.webview.postMessage(message);
  }
}

function titleOf(page: Page): string {
  switch (page.kind) {
    case "entry":
      return page.name;
    case "rule":
      return page.code;
    case "chapter":
      return page.chapter;
    default:
      return "NumPy C-API";
  }
}

function failure(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `<p class="trail">This page cannot be shown: ${escapeHtml(reason)}</p>`;
}
