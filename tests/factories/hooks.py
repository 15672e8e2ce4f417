"""Webhooks and a receiver on this machine that they tell."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clients.actions import update_client
from iop.access.actors import SYSTEM
from iop.api.webhooks import actions, delivering, planning
from tests.factories.api import make_key, sealed
from tests.factories.clients import AT

SCOPES = ("changes:read", "clients:read")


class Receiver:
    """A receiver on this machine: what came, and what it answers."""

    def __init__(self):
        self.came, self.status = [], 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=iop"

    @property
    def told(self):
        return [json.loads(body) for _headers, body in self.came]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def hook(url, *, scopes=SCOPES, events=("clients.*",), **fields):
    key, _ = make_key(*scopes, **fields)
    sealed(AT)
    return actions.add_webhook(by=SYSTEM, integration=key.integration, url=url, events=list(events), at=AT)


def rename(client, name):
    client.refresh_from_db()
    update_client(by=SYSTEM, client=client, version=client.version, changes={"preferred_name": name}, at=AT)


def tell(at=AT):
    sealed(AT)
    planning.plan(at)
    return delivering.deliver()
