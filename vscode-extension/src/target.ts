/** The status item with the NumPy that the code has to run with, and the way to pick another. */

import * as path from "node:path";

import * as vscode from "vscode";

import type { Database } from "./api/database";
import { DOCUMENTS } from "./documents";
import type { Session } from "./session";
import { SECTION } from "./settings";
import { isVersion, releases, targetText, type TargetState } from "./targetVersion";

const KEY = "targetNumpy";
const PICK = { title: "Pick", command: "numpyCapi.pickTargetNumpy" };

/** How long the server may take to read changed settings, in milliseconds. */
const SETTLING = 400;

interface Choice extends vscode.QuickPickItem {
  readonly version?: string;
  readonly asks?: boolean;
}

/** Shows the target version for C and C++ documents. */
export class Target implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("numpyCapi.target", DOCUMENTS);
  private readonly watchers: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: Session,
    private readonly database: Database,
  ) {
    this.item.name = "Target NumPy";
    this.item.command = PICK;
    this.item.text = targetText({ version: undefined, configurationFile: undefined });
    const files = vscode.workspace.createFileSystemWatcher("**/{numpy-capi,pyproject}.toml");
    const refresh = (): void => this.refreshSoon();
    this.watchers.push(
      files,
      files.onDidChange(refresh),
      files.onDidCreate(refresh),
      files.onDidDelete(refresh),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.${KEY}`)) {
          refresh();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(refresh),
      session.onDidStart(refresh),
    );
  }

  /** Asks the user for a version and writes it into the settings. */
  async pick(): Promise<void> {
    const version = await this.askVersion();
    if (version === undefined) {
      return;
    }
    const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
    const where = hasFolder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration(SECTION).update(KEY, version === "" ? undefined : version, where);
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
    await this.refresh();
    await this.warnOfFile(version);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item.dispose();
    vscode.Disposable.from(...this.watchers).dispose();
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), SETTLING);
  }

  private async refresh(): Promise<void> {
    const state = await this.state();
    this.item.text = targetText(state);
    this.item.detail = state.configurationFile === undefined ? "" : path.basename(state.configurationFile);
  }

  /** What holds, as the server says; without one, what the settings say. */
  private async state(): Promise<TargetState> {
    const info = await this.session.info().catch(() => undefined);
    if (info) {
      return { version: info.targetNumpy ?? undefined, configurationFile: info.configurationFile ?? undefined };
    }
    const version = vscode.workspace.getConfiguration(SECTION).get<string>(KEY, "");
    return { version: version === "" ? undefined : version, configurationFile: undefined };
  }

  /** The empty text takes the setting back. */
  private async askVersion(): Promise<string | undefined> {
    const versions = releases(await this.database.names().then((names) => names.keys(), () => []));
    const choices: Choice[] = [
      { label: "Any NumPy", description: "not set", version: "" },
      ...versions.map((version) => ({ label: `NumPy ${version}`, description: "and later", version })),
      { label: "Another version…", asks: true },
    ];
    const title = "The oldest NumPy that the code has to run with";
    const choice = await vscode.window.showQuickPick(choices, { title, placeHolder: "Hover and completion say what it lacks" });
    if (!choice?.asks) {
      return choice?.version;
    }
    return vscode.window.showInputBox({
      title,
      placeHolder: "2.0",
      validateInput: (text) => (isVersion(text) ? undefined : "Write the version as MAJOR.MINOR, such as 2.0."),
    });
  }

  /** A file of the project wins over the settings: say so where that makes the choice void. */
  private async warnOfFile(chosen: string): Promise<void> {
    const { version, configurationFile } = await this.state();
    if (configurationFile === undefined || (version ?? "") === chosen) {
      return;
    }
    const open = "Open File";
    const message = `${path.basename(configurationFile)} sets target-numpy = "${version ?? ""}", and that holds for everybody who works on the project.`;
    if ((await vscode.window.showInformationMessage(message, open)) === open) {
      await vscode.window.showTextDocument(vscode.Uri.file(configurationFile));
    }
  }
}
