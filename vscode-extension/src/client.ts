/** The connection to one running server. */

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, type Middleware } from "vscode-languageclient/node";

import { DOCUMENTS } from "./documents";
import { copyToLog } from "./serverLog";
import { SECTION, serverSettings } from "./settings";

/** Shows a page that a command of the server has given. */
export type ShowMarkdown = (markdown: string) => unknown;

/** A client for a server program that has not been started yet. */
export function createClient(program: string, output: vscode.LogOutputChannel, showMarkdown: ShowMarkdown): LanguageClient {
  return new LanguageClient(
    SECTION,
    "NumPy C-API",
    { command: program, args: ["server"] },
    {
      documentSelector: DOCUMENTS,
      outputChannel: output,
      // The server's standard output carries the protocol and is not for reading along.
      stdioOptions: { stdout: () => undefined, stderr: copyToLog },
      // Never take the user's focus: problems are shown by the status item.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => settingsFor(undefined),
      middleware: middleware(showMarkdown),
    },
  );
}

/** The server's commands whose result is a page in Markdown. A code action runs them with the wish to show it. */
const PAGES = ["numpyCapi.explainRule", "numpyCapi.showEntry"];

function middleware(showMarkdown: ShowMarkdown): Middleware {
  return {
    workspace: SETTINGS,
    executeCommand: async (command, args: unknown[], next) => {
      if (!PAGES.includes(command)) {
        return next(command, args) as unknown;
      }
      // Only the name: the page is shown here rather than by the server in a file of its own.
      const result: unknown = await next(command, args.slice(0, 1));
      if (typeof result === "string") {
        await showMarkdown(result);
      }
      return result;
    },
  };
}

const SETTINGS: Middleware["workspace"] = {
  configuration: async (request, token, next) => {
    const answers: unknown = await next(request, token);
    if (!Array.isArray(answers)) {
      return answers as never;
    }
    return request.items.map((item, index): unknown => (item.section === SECTION ? settingsFor(item.scopeUri) : answers[index]));
  },
  // Says that something changed, no more: the settings as such hold what `serverSettings` leaves out. The server asks.
  didChangeConfiguration: (_sections, next) => next(undefined),
};

function settingsFor(scope: string | undefined): Record<string, unknown> {
  const resource = scope === undefined ? undefined : vscode.Uri.parse(scope);
  return serverSettings(vscode.workspace.getConfiguration(SECTION, resource));
}
