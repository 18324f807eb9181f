/** Entry points of the extension. */

import * as vscode from "vscode";

import { Session } from "./session";

let session: Session | undefined;

/** Starts the server. VS Code calls this when the first C or C++ document opens. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("NumPy C-API", { log: true });
  const current = new Session(context.extensionPath, output);
  session = current;
  const restart = (): Promise<void> => current.restart();
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("numpyCapi.restartServer", restart),
    vscode.commands.registerCommand("numpyCapi.showOutput", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("numpyCapi.server.path")) {
        return restart();
      }
      return undefined;
    }),
  );
  await restart();
}

/** Ends the server. VS Code calls this when the window closes or the extension is switched off. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
