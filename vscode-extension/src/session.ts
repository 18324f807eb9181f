/** Starts, stops and restarts the server, one thing after the other. */

import * as os from "node:os";

import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";

import { createClient, type ShowMarkdown } from "./client";
import { askVersion, isProgram } from "./program";
import type { ServerInfo } from "./serverInfo";
import { findServer, type Server } from "./serverPath";
import { SECTION } from "./settings";
import { Status, describe } from "./status";

/** How long a server may take over its first answer, in milliseconds. */
const START_PATIENCE = 30_000;

const REMEDY = "Build one that runs here (cargo install --path server, in the source of numpy-capi-lsp) and name it in numpyCapi.server.path.";

/** How long it may take over its shutdown, in milliseconds. */
const STOP_PATIENCE = 2000;

/** At most one running server. */
export class Session {
  private readonly status = new Status();
  private readonly started = new vscode.EventEmitter<void>();
  /** A server has begun to answer; it may be another one than before. */
  readonly onDidStart = this.started.event;
  private client: LanguageClient | undefined;
  private server: Server | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly extensionDirectory: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly showMarkdown: ShowMarkdown,
  ) {}

  /** The program in use; fails where there is none. */
  program(): string {
    if (!this.server) {
      throw new Error("no server program was found");
    }
    return this.server.program;
  }

  /** Which program was chosen and why, in words. */
  description(): string {
    return this.server ? describe(this.server) : "no server program was found";
  }

  /** What the server says of itself; nothing where none runs. */
  async info(): Promise<ServerInfo | undefined> {
    const client = this.client;
    return client?.state === State.Running ? client.sendRequest<ServerInfo>("numpyCapi/serverInfo") : undefined;
  }

  /** Runs a command of the server, if it has that command; else gives nothing. */
  async execute<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
    const client = this.client;
    const commands = client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (client?.state !== State.Running || !commands.includes(command)) {
      return undefined;
    }
    return client.sendRequest<T>("workspace/executeCommand", { command, arguments: args });
  }

  /** Looks for the server anew and starts it in place of the running one. Settles when it answers, or when it fails. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopClient();
      await this.startClient();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopClient();
      this.status.dispose();
      this.started.dispose();
    });
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step);
    return this.queue;
  }

  private async startClient(): Promise<void> {
    const server = this.find();
    this.server = server.kind === "server" ? server : undefined;
    if (server.kind === "problem") {
      this.fail(server.message);
      return;
    }
    this.status.starting(server);
    try {
      const version = await askVersion(server.program);
      this.output.info(`Starting ${server.program} (${version}): ${server.reason}.`);
      this.client = createClient(server.program, this.output, this.showMarkdown);
      await within(START_PATIENCE, this.client.start());
      this.watch(this.client, server);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.fail(`${server.program} (${server.reason}) does not start: ${reason}. ${REMEDY}`);
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    const serverProcess = client?.serverProcess;
    try {
      await client?.dispose(STOP_PATIENCE);
    } catch (error) {
      this.output.warn(`The server did not stop in order: ${String(error)}`);
      serverProcess?.kill();
    }
  }

  private watch(client: LanguageClient, server: Server): void {
    const show = (): void => {
      if (this.client !== client) {
        return;
      }
      if (client.state === State.Running) {
        this.status.running(server, client.initializeResult?.serverInfo?.version);
        this.started.fire();
      } else if (client.state === State.Stopped) {
        this.status.stopped();
      }
    };
    client.onDidChangeState(show);
    show();
  }

  private find(): ReturnType<typeof findServer> {
    return findServer({
      setting: vscode.workspace.getConfiguration(SECTION).get("server.path", ""),
      environment: process.env,
      extensionDirectory: this.extensionDirectory,
      homeDirectory: os.homedir(),
      platform: process.platform,
      isProgram,
    });
  }

  private fail(message: string): void {
    this.output.error(message);
    this.status.failed(message);
    void offerHelp(message);
  }
}

/** The result of a promise, or an error where that takes too long. The client's own promise may never settle. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} seconds`)), milliseconds);
  });
  await Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}

async function offerHelp(message: string): Promise<void> {
  const openSettings = "Open Settings";
  const showOutput = "Show Output";
  const answer = await vscode.window.showErrorMessage(`NumPy C-API: ${message}`, openSettings, showOutput);
  if (answer === openSettings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "numpyCapi.server.path");
  } else if (answer === showOutput) {
    await vscode.commands.executeCommand("numpyCapi.showOutput");
  }
}
