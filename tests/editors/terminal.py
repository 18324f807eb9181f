"""A program in a terminal that nobody sees, by tmux: keys in, the screen out. Waits for what the screen shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import time

PATIENCE = 20.0


class Terminal:
    """One program in a tmux server of its own."""

    def __init__(self, command, environment, directory):
        self._socket = f"numpy-capi-{os.getpid()}-{time.monotonic_ns()}"
        # tmux's own option for the environment does not carry PATH.
        settings = [f"{name}={value}" for name, value in environment.items()]
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "45", "-c", str(directory),
                   shlex.join(["env", *settings, *command]))
        self._tmux("set", "-g", "escape-time", "0")
        self._tmux("set", "-g", "remain-on-exit", "on")

    def keys(self, *names):
        """Presses keys by their names in tmux, such as Enter or C-x."""
        for name in names:
            self._tmux("send-keys", name)
            time.sleep(0.05)

    def type(self, text, pause=0.0):
        """Types a text as it is. With a pause, in seconds, one character after the other."""
        for part in text if pause else [text]:
            self._tmux("send-keys", "-l", part)
            time.sleep(pause)

    def command(self, text):
        """Types a command line of the editor and runs it."""
        self.type(text)
        self.keys("Enter")

    def screen(self):
        """What the screen shows."""
        return self._tmux("capture-pane", "-p")

    def wait(self, pattern, gone=False):
        """Waits until the screen shows what fits a regular expression, or no more, and gives the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if bool(re.search(pattern, screen)) != gone:
                return screen
            time.sleep(0.1)
        raise AssertionError(f"{pattern!r} {'does not go away' if gone else 'does not show'}:\n{self.screen()}")

    def close(self):
        """Ends the program."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)

    def _tmux(self, *arguments):
        ran = subprocess.run(["tmux", "-L", self._socket, *arguments], check=True, capture_output=True, text=True)
        return ran.stdout
