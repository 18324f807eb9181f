/** The entry under `{}` in the status bar: which server runs, and why that one. */

import * as vscode from "vscode";

import { DOCUMENTS } from "./documents";
import type { Server } from "./serverPath";

const RESTART = { title: "Restart", command: "numpyCapi.restartServer" };
const SHOW_OUTPUT = { title: "Show Output", command: "numpyCapi.showOutput" };

/** Shows the state of the server for C and C++ documents. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("numpyCapi.server", DOCUMENTS);

  constructor() {
    this.item.name = "NumPy C-API server";
  }

  /** The server is about to answer. */
  starting(server: Server): void {
    this.show(vscode.LanguageStatusSeverity.Information, "NumPy C-API", describe(server), SHOW_OUTPUT);
    this.item.busy = true;
  }

  /** The server answers. `version` is what it says of itself. */
  running(server: Server, version: string | undefined): void {
    const text = version ? `NumPy C-API ${version}` : "NumPy C-API";
    this.show(vscode.LanguageStatusSeverity.Information, text, describe(server), RESTART);
  }

  /** The server was stopped or ended by itself. */
  stopped(): void {
    this.show(vscode.LanguageStatusSeverity.Warning, "NumPy C-API", "the server is not running", RESTART);
  }

  /** There is no server. `message` says why and what to do. */
  failed(message: string): void {
    this.show(vscode.LanguageStatusSeverity.Error, "NumPy C-API", message, SHOW_OUTPUT);
  }

  dispose(): void {
    this.item.dispose();
  }

  private show(severity: vscode.LanguageStatusSeverity, text: string, detail: string, command: vscode.Command): void {
    this.item.severity = severity;
    this.item.text = text;
    this.item.detail = detail;
    this.item.command = command;
    this.item.busy = false;
  }
}

/** Short, since VS Code cuts the line off: where the bundled server lies is nobody's business but the output channel's. */
export function describe(server: Server): string {
  return server.isBundled ? server.reason : `${server.reason}: ${server.program}`;
}
