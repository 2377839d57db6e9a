"""A stand-in for Telegram that notes when a program first asks and first sends."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
PATIENCE = 120.0  # seconds


@dataclass
class Noted:
    """What a program has asked for since it was started."""

    polled: threading.Event = field(default_factory=threading.Event)
    sent: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, method: str) -> Any:
        """Answer a call as Telegram would; who asks for updates waits."""
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            self.polled.set()
            self.ended.wait(5)
            return []
        if method == "sendMessage":
            self.sent.set()
            chat = {"id": 1, "type": "private"}
            return {"message_id": 1, "date": 1_700_000_000, "chat": chat, "text": "–"}
        return True


class Telegram(ThreadingHTTPServer):
    """The stand-in on a free port; `noted` is begun anew for each program."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Calls)
        self.noted = Noted()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a program that was killed hangs up."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Calls(BaseHTTPRequestHandler):
    """Reads a call and answers it."""

    protocol_version = "HTTP/1.1"
    server: Telegram

    def do_POST(self) -> None:
        """Answer one call."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        result = self.server.noted.answer(self.path.rpartition("/")[2])
        body = json.dumps({"ok": True, "result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""
