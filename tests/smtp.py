"""A small SMTP server that answers what it is told to, and keeps what it accepts."""

from __future__ import annotations

import socketserver
import threading


class Server(socketserver.ThreadingTCPServer):
    """`with Server() as running:` serves until the block ends. `answers`: verb (or BODY) → what to say instead of « well »."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers: dict[str, str] = {}
        self.received: list[bytes] = []
        self.hang = False
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def server_close(self) -> None:
        self.shutdown()
        super().server_close()


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        if self.server.hang:
            threading.Event().wait(3)
            return
        self.say("220 here")
        for line in self.rfile:
            verb = line.split(b" ")[0].strip().decode().upper().split(":")[0]
            told = self.server.answers.get(verb)
            if told == "drop":
                return
            if verb == "DATA" and not told:
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                told = self.server.answers.get("BODY")
                if told == "drop":
                    self.server.received.append(body)
                    return
                if not told:
                    self.server.received.append(body)
            self.say(told or "250 well")
            if verb == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
