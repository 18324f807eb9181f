"""Asks the language server, over its standard input and output, for the pages of names."""

from __future__ import annotations

import json
import subprocess


class Server:
    """One running server."""

    def __init__(self, program: str):
        self._process = subprocess.Popen([program, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._next = 0
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._send({"method": "initialized", "params": {}})

    def command(self, name: str, *arguments: object) -> object:
        """The result of a command."""
        return self.request("workspace/executeCommand", {"command": name, "arguments": list(arguments)})

    def request(self, method: str, params: object) -> object:
        """The result of a request. What the server says unasked is passed over."""
        self._next += 1
        self._send({"id": self._next, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._next and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def close(self) -> None:
        """Ends it in order."""
        self.request("shutdown", None)
        self._send({"method": "exit"})
        self._process.wait(timeout=20)

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict:
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            if not line and self._process.poll() is not None:
                raise RuntimeError("the server has ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self._process.stdout.read(length))
