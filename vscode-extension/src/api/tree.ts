/** The view in the side bar: libraries, chapters, names. */

import * as vscode from "vscode";

import type { Database } from "./database";
import { LIBRARIES, chaptersOf, type Chapter, type Entry } from "./entry";

type Node =
  | { readonly kind: "library"; readonly key: string; readonly title: string }
  | { readonly kind: "chapter"; readonly chapter: Chapter }
  | { readonly kind: "entry"; readonly entry: Entry };

/** Icons of the kinds of entries; the others look like constants. */
const ICONS: Record<string, string> = {
  function: "symbol-function",
  macro: "symbol-method",
  "control-macro": "symbol-keyword",
  type: "symbol-class",
  struct: "symbol-struct",
  field: "symbol-field",
  global: "symbol-variable",
  enumerator: "symbol-enum-member",
  slot: "symbol-interface",
};

/** Contents of the view `numpyCapi.api`. */
export class ApiTree implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly database: Database) {}

  /** The database may be another one. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      // Nothing to show without a server: the view's welcome text stands there.
      const entries = await this.database.entries().catch(() => []);
      return entries.length === 0 ? [] : LIBRARIES.map(({ key, title }) => ({ kind: "library", key, title }));
    }
    switch (node.kind) {
      case "library":
        return chaptersOf(node.key, await this.database.entries()).map((chapter) => ({ kind: "chapter", chapter }));
      case "chapter":
        return node.chapter.entries.map((entry) => ({ kind: "entry", entry }));
      case "entry":
        return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case "library":
        return libraryItem(node.title, node.key);
      case "chapter":
        return chapterItem(node.chapter);
      case "entry":
        return entryItem(node.entry);
    }
  }
}

function libraryItem(title: string, key: string): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(title, key === "numpy" ? Expanded : Collapsed);
  item.id = key;
  item.iconPath = new vscode.ThemeIcon("library");
  return item;
}

function chapterItem(chapter: Chapter): vscode.TreeItem {
  const item = new vscode.TreeItem(chapter.title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${chapter.library}/${chapter.title}`;
  item.description = String(chapter.entries.length);
  item.contextValue = "chapter";
  return item;
}

function entryItem(entry: Entry): vscode.TreeItem {
  const item = new vscode.TreeItem(entry.name, vscode.TreeItemCollapsibleState.None);
  item.id = `${entry.library}/${entry.chapter}/${entry.name}`;
  item.iconPath = new vscode.ThemeIcon(ICONS[entry.kind] ?? "symbol-constant");
  item.tooltip = new vscode.MarkdownString([entry.summary, entry.contract, entry.note].filter(Boolean).join("\n\n"));
  item.command = { title: "Show Entry", command: "numpyCapi.openEntry", arguments: [entry.name] };
  return item;
}
