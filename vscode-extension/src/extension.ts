/** Entry points of the extension. */

import * as vscode from "vscode";

import { Database } from "./api/database";
import { commandLineSource } from "./api/commandLine";
import { serverSource } from "./api/source";
import { ApiTree } from "./api/tree";
import { registerCommands } from "./commands";
import { Browser } from "./pages/browser";
import { Session } from "./session";
import { Target } from "./target";

let session: Session | undefined;

/** Starts the server. VS Code calls this when the first C or C++ document opens, or a command is used. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("NumPy C-API", { log: true });
  const current: Session = new Session(context.extensionPath, output, (markdown) => browser.open({ kind: "text", markdown }));
  session = current;
  const fallback = commandLineSource(() => current.program());
  const database = new Database(serverSource((command, ...args) => current.execute(command, ...args), fallback));
  const browser = new Browser(context.extensionUri, database);
  const target = new Target(current, database);
  const tree = new ApiTree(database);
  const restart = (): Promise<void> => current.restart();
  context.subscriptions.push(
    output,
    browser,
    target,
    ...registerCommands({ extension: context.extensionUri, session: current, database, browser, target, output }),
    vscode.window.createTreeView("numpyCapi.api", { treeDataProvider: tree, showCollapseAll: true }),
    current.onDidStart(() => {
      database.forget();
      tree.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("numpyCapi.server.path")) {
        return restart();
      }
      return undefined;
    }),
  );
  // The view shows where there is C code, and where somebody asked for it.
  await vscode.commands.executeCommand("setContext", "numpyCapi.isActive", true);
  await restart();
}

/** Ends the server. VS Code calls this when the window closes or the extension is switched off. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
