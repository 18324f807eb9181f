/** A new C file with the skeleton of an extension module. */

import * as vscode from "vscode";

/** Where scripts/build.mjs puts the snippets. */
const SNIPPETS = ["dist", "snippets.json"];
const SKELETON = "NumPy: extension module";

type Snippets = Record<string, { readonly body: string | readonly string[] }>;

/** Opens an untitled C document with the skeleton; its names are placeholders to type over. */
export async function newModule(extension: vscode.Uri): Promise<void> {
  const file = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, ...SNIPPETS));
  const body = (JSON.parse(new TextDecoder().decode(file)) as Snippets)[SKELETON]?.body ?? [];
  const document = await vscode.workspace.openTextDocument({ language: "c" });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString([body].flat().join("\n")));
}
