// The server through Microsoft's own library of the protocol, without an editor around it.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeActionResolveRequest,
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  ExecuteCommandRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LSPErrorCodes,
  PublishDiagnosticsNotification,
  ResponseError,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type InitializeResult,
  type MarkupContent,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const program = process.env.NUMPY_CAPI_LSP ?? path.join("..", "target", "release", "numpy-capi-lsp");
const skip = fs.existsSync(program) ? false : `${program} is missing: run \`cargo build --release\`, or set NUMPY_CAPI_LSP`;
const fixture = fs.readFileSync(path.join("..", "tests", "editors", "fixture", "leak.c"), "utf8");
const uri = "file:///project/leak.c";

const pushing: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    hover: { contentFormat: ["markdown"] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source.fixAll"] } },
      resolveSupport: { properties: ["edit"] },
      dataSupport: true,
    },
  },
};

let server: ChildProcess;
let connection: ProtocolConnection;
const published: PublishDiagnosticsParams[] = [];

beforeEach(() => {
  if (skip) {
    return;
  }
  published.length = 0;
  server = spawn(program, ["server"], { stdio: ["pipe", "pipe", "ignore"] });
  assert(server.stdout && server.stdin);
  connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => void published.push(params));
  connection.listen();
});

afterEach(() => {
  if (!skip) {
    connection.dispose();
    server.kill();
  }
});

async function initialize(capabilities = pushing): Promise<InitializeResult> {
  const params = { processId: process.pid, rootUri: null, workspaceFolders: null, capabilities };
  const result = await connection.sendRequest(InitializeRequest.type, params);
  await connection.sendNotification(InitializedNotification.type, {});
  return result;
}

async function open(text: string): Promise<TextDocument> {
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "c", version: 1, text },
  });
  return TextDocument.create(uri, "c", 1, text);
}

/** The diagnostics of a version, once they have come. */
async function diagnosticsOf(version: number): Promise<Diagnostic[]> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    const found = published.find((params) => params.uri === uri && params.version === version);
    if (found) {
      return found.diagnostics;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`no diagnostics of version ${version}; there are ${JSON.stringify(published)}`);
}

/** The text with the edit of an action. */
function applied(document: TextDocument, action: CodeAction): string {
  const [change] = action.edit?.documentChanges ?? [];
  assert(change && "edits" in change, "the action has an edit of one document");
  assert.equal(change.textDocument.version, document.version);
  return TextDocument.applyEdits(document, change.edits.filter((edit) => "newText" in edit));
}

test("a session from the first request to the end of the process", { skip }, async () => {
  const { capabilities, serverInfo } = await initialize();
  assert.equal(serverInfo?.name, "numpy-capi-lsp");
  assert.equal(capabilities.positionEncoding, "utf-16");
  await open(fixture);
  assert((await diagnosticsOf(1)).length > 0);
  assert.equal(await connection.sendRequest(ShutdownRequest.type), null);
  const ended = once(server, "exit");
  await connection.sendNotification(ExitNotification.type);
  assert.deepEqual(await ended, [0, null]);
});

test("a finding is published, repaired by a resolved action, and gone", { skip }, async () => {
  await initialize();
  const document = await open(fixture);
  const found = await diagnosticsOf(1);
  const [first] = found.filter(({ code }) => code === "NPC203");
  assert(first?.relatedInformation?.length, "it tells its way");
  assert.match(document.getText(first.range), /return NULL/);
  const actions = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: first.range,
    context: { diagnostics: [first] },
  });
  const offer = actions?.find(({ title }) => title.includes("goto-fail")) as CodeAction | undefined;
  assert(offer && !offer.edit && offer.isPreferred !== false);
  const text = applied(document, await connection.sendRequest(CodeActionResolveRequest.type, offer));
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text }],
  });
  const after = await diagnosticsOf(2);
  const names = (message: Diagnostic["message"]) => typeof message === "string" && message.includes("`factors`");
  assert.deepEqual(after.filter(({ message }) => names(message)), []);
});

test("changes in UTF-16 columns behind characters outside the basic plane", { skip }, async () => {
  await initialize();
  let document = await open(`/* 😀 é */ ${fixture.replaceAll("\n", "\r\n")}`);
  const wanted = (await diagnosticsOf(1)).length;
  const start = document.positionAt(document.getText().indexOf("*/") + 2);
  const range = { start, end: start };
  const change = [{ range, text: " int 𝑥;" }];
  document = TextDocument.update(document, change, 2);
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: change,
  });
  const found = await diagnosticsOf(2);
  assert.equal(found.length, wanted);
  assert(found.every((finding) => document.getText(finding.range).trim() !== ""));
});

test("hover and completion", { skip }, async () => {
  await initialize();
  const document = await open(fixture);
  const at = (text: string) => document.positionAt(fixture.indexOf(text) + 3);
  const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: at("PyArray_FROM_OTF") });
  assert.match((hover?.contents as MarkupContent).value, /new reference/);
  const list = await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position: document.positionAt(fixture.indexOf("NPY_ARRAY_IN_ARRAY") + "NPY_ARRAY_".length),
  });
  const items = Array.isArray(list) ? list : (list?.items ?? []);
  assert(items.some(({ label }) => label === "NPY_ARRAY_IN_ARRAY"));
});

test("a client that pulls is told what changed and what did not", { skip }, async () => {
  await initialize({ textDocument: { diagnostic: { dynamicRegistration: false } } });
  await open(fixture);
  const first = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  assert(first.kind === "full" && first.items.length > 0 && first.resultId);
  const second = await connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri },
    previousResultId: first.resultId,
  });
  assert.equal(second.kind, "unchanged");
  assert.deepEqual(published, []);
});

test("what is unknown, wrong or too early is an error of the protocol's own kind", { skip }, async () => {
  const code = async (request: Promise<unknown>) => {
    const failure: unknown = await request.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert(failure instanceof ResponseError, String(failure));
    return failure.code;
  };
  const early = connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 0 } });
  assert.equal(await code(early), ErrorCodes.ServerNotInitialized);
  await initialize();
  assert.equal(await code(connection.sendRequest("textDocument/inventedHere", {})), ErrorCodes.MethodNotFound);
  assert.equal(await code(connection.sendRequest("textDocument/hover", { position: 1 })), ErrorCodes.InvalidParams);
  await connection.sendRequest(ShutdownRequest.type);
  assert.equal(await code(connection.sendRequest(ExecuteCommandRequest.type, { command: "x" })), ErrorCodes.InvalidRequest);
});

test("a request that the client cancels is answered, and the next ones as ever", { skip }, async () => {
  await initialize();
  const document = await open(fixture);
  const position = document.positionAt(fixture.indexOf("PyArray_FROM_OTF") + 3);
  const source = new CancellationTokenSource();
  const hover = () => connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }, source.token);
  const cancelled = hover().catch((error: unknown) => error);
  source.cancel();
  const answer = await cancelled;
  // The answer may have been on its way.
  assert(!(answer instanceof Error) || (answer instanceof ResponseError && answer.code === LSPErrorCodes.RequestCancelled));
  assert(await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }));
});
