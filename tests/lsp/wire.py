"""A plain client that speaks to the server byte by byte, and so can also say what no real client says."""

from __future__ import annotations

import json
import os
import pathlib
import queue
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")

PATIENCE = 20.0


def frame(body: bytes) -> bytes:
    """The body with its header."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Wire:
    """A server process and the messages to and from it."""

    def __init__(self, *arguments: str, cwd: os.PathLike | None = None, reads: bool = True):
        self.process = subprocess.Popen(
            [SERVER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd
        )
        self.log = b""
        self.waiting: list[dict] = []
        self._messages: queue.Queue = queue.Queue()
        self._next_id = 0
        for target in (self._read_messages, self._read_log) if reads else (self._read_log,):
            threading.Thread(target=target, daemon=True).start()

    def _read_messages(self):
        stream = self.process.stdout
        while True:
            length = None
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                assert name == b"Content-Length", line
                length = int(value)
            if line == b"":
                self._messages.put(None)
                return
            self._messages.put(json.loads(stream.read(length)))

    def _read_log(self):
        for line in self.process.stderr:
            self.log += line

    def send_bytes(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, **message):
        self.send_bytes(frame(json.dumps({"jsonrpc": "2.0", **message}).encode()))

    def notify(self, method: str, params=None):
        self.send(method=method, **({} if params is None else {"params": params}))

    def ask(self, method: str, params=None) -> int:
        """Sends a request without waiting. Gives its id."""
        self._next_id += 1
        self.send(id=self._next_id, method=method, **({} if params is None else {"params": params}))
        return self._next_id

    def next_message(self, patience: float = PATIENCE) -> dict | None:
        """The next message; None where the server has closed its end."""
        return self._messages.get(timeout=patience)

    def wait_for(self, wanted, patience: float = PATIENCE) -> dict:
        """The first message that is wanted. Others are kept for later; questions of the server stay unanswered."""
        for kept in self.waiting:
            if wanted(kept):
                self.waiting.remove(kept)
                return kept
        while (message := self.next_message(patience)) is not None:
            if wanted(message):
                return message
            self.waiting.append(message)
        raise AssertionError(f"the server has gone; its log: {self.log.decode(errors='replace')}")

    def answer(self, request_id) -> dict:
        """The whole response to a request."""
        return self.wait_for(lambda message: message.get("id") == request_id and "method" not in message)

    def request(self, method: str, params=None):
        """The result of a request, which must succeed."""
        response = self.answer(self.ask(method, params))
        assert "error" not in response, response
        return response["result"]

    def fails(self, method: str, params=None) -> int:
        """The error code of a request, which must fail."""
        return self.answer(self.ask(method, params))["error"]["code"]

    def initialize(self, **params) -> dict:
        result = self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}, **params})
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1, language: str = "c"):
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def close(self, uri: str):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def change(self, uri: str, version: int, *changes: dict):
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def published(self, uri: str, version: int | None = None) -> dict:
        """The next published diagnostics of a document, or of one version of it."""

        def wanted(message):
            params = message.get("params") or {}
            is_right = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
            return is_right and (version is None or params.get("version") == version)

        return self.wait_for(wanted)["params"]

    def pulled(self, uri: str) -> list[dict]:
        return self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]

    def hover(self, uri: str, line: int, character: int):
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.request("textDocument/hover", place)

    def exit_code(self, patience: float = PATIENCE) -> int:
        return self.process.wait(patience)

    def end(self):
        """Leaves no process behind, whatever the test has done to it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
