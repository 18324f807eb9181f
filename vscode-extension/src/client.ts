/** The connection to one running server. */

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, type Middleware } from "vscode-languageclient/node";

import { DOCUMENTS } from "./documents";
import { copyToLog } from "./serverLog";
import { SECTION, serverSettings } from "./settings";

/** A client for a server program that has not been started yet. */
export function createClient(program: string, output: vscode.LogOutputChannel): LanguageClient {
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
      middleware: MIDDLEWARE,
    },
  );
}

const MIDDLEWARE: Middleware = {
  workspace: {
    configuration: async (request, token, next) => {
      const answers = await next(request, token);
      if (!Array.isArray(answers)) {
        return answers;
      }
      return request.items.map((item, index) => (item.section === SECTION ? settingsFor(item.scopeUri) : answers[index]));
    },
    // Says that something changed, no more: the settings as such hold what `serverSettings` leaves out. The server asks.
    didChangeConfiguration: (_sections, next) => next(undefined),
  },
};

function settingsFor(scope: string | undefined): Record<string, unknown> {
  const resource = scope === undefined ? undefined : vscode.Uri.parse(scope);
  return serverSettings(vscode.workspace.getConfiguration(SECTION, resource));
}
