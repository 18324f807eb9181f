/** The commands of the palette and of the views. */

import * as vscode from "vscode";

import type { Database, Rule } from "./api/database";
import { libraryTitle, type Chapter } from "./api/entry";
import { newModule } from "./newModule";
import type { Browser } from "./pages/browser";
import { infoPage } from "./serverInfo";
import type { Session } from "./session";
import type { Target } from "./target";

/** What the commands work on. */
export interface Parts {
  readonly extension: vscode.Uri;
  readonly session: Session;
  readonly database: Database;
  readonly browser: Browser;
  readonly target: Target;
  readonly output: vscode.LogOutputChannel;
}

/** Registers all of them. */
export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { session, database, browser, target, output, extension } = parts;
  const handlers: Record<string, (argument?: unknown) => unknown> = {
    restartServer: () => session.restart(),
    showOutput: () => output.show(),
    openServerInfo: async () => browser.open({ kind: "text", markdown: infoPage(await session.info(), session.description()) }),
    openBrowser: () => browser.open({ kind: "home" }),
    openSearch: () => browser.openSearch(),
    openEntry: (name) => openEntry(browser, database, name),
    openChapter: (node) => openChapter(browser, node),
    openRule: (code) => openRule(browser, database, code),
    pickTargetNumpy: () => target.pick(),
    newModule: () => newModule(extension),
  };
  return Object.entries(handlers).map(([name, handler]) => vscode.commands.registerCommand(`numpyCapi.${name}`, handler));
}

/** A given name, else the one under the cursor, else one that the user picks. */
async function openEntry(browser: Browser, database: Database, name: unknown): Promise<void> {
  const given = typeof name === "string" ? name : await wordUnderCursor(database);
  const chosen = given ?? (await pickEntry(database));
  if (chosen !== undefined) {
    await browser.open({ kind: "entry", name: chosen });
  }
}

async function wordUnderCursor(database: Database): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  const word = range && editor?.document.getText(range);
  return word !== undefined && (await database.names()).has(word) ? word : undefined;
}

async function pickEntry(database: Database): Promise<string | undefined> {
  const items = database.entries().then((entries) =>
    entries.map((entry) => ({ label: entry.name, description: `${libraryTitle(entry.library)} · ${entry.kind}`, detail: entry.summary })),
  );
  const options = { title: "A name of the C-API", matchOnDetail: true, placeHolder: "PyArray_FromAny" };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

/** The chapter of a row of the view. */
async function openChapter(browser: Browser, node: unknown): Promise<void> {
  const { chapter } = node as { chapter: Chapter };
  await browser.open({ kind: "chapter", library: chapter.library, chapter: chapter.title });
}

/** A given rule, else one that the user picks; the one of the finding under the cursor stands first. */
async function openRule(browser: Browser, database: Database, code: unknown): Promise<void> {
  const chosen = typeof code === "string" ? code : await pickRule(database);
  if (chosen !== undefined) {
    await browser.open({ kind: "rule", code: chosen });
  }
}

async function pickRule(database: Database): Promise<string | undefined> {
  const here = codesUnderCursor();
  const items = database.rules().then((rules) => [...rules].sort((a, b) => order(a, here) - order(b, here)).map(ruleItem));
  const options = { title: "A rule", matchOnDescription: true, matchOnDetail: true, placeHolder: "NPC203" };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

function ruleItem(rule: Rule): vscode.QuickPickItem {
  const repair = rule.fix === "none" ? "" : ` · ${rule.fix} repair`;
  return { label: rule.code, description: `${rule.name} · ${rule.severity}${rule.default ? "" : " · off"}${repair}`, detail: rule.summary };
}

function order(rule: Rule, first: ReadonlySet<string>): number {
  return first.has(rule.code) ? 0 : 1;
}

function codesUnderCursor(): ReadonlySet<string> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return new Set();
  }
  const { active } = editor.selection;
  const findings = vscode.languages.getDiagnostics(editor.document.uri).filter(({ range }) => range.contains(active));
  return new Set(findings.map(({ code }) => String(typeof code === "object" ? code.value : code)));
}
