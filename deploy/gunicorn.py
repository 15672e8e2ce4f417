"""How the web server runs. WEB_CONCURRENCY and WEB_THREADS change its size, PORT its port."""

import gc
import os
from pathlib import Path
from typing import Any

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once before the workers fork: they share its memory. The garbage collector would write into what is shared and so
# copy it page by page; it rests while loading and leaves alone what was loaded (Python's documentation of ``gc.freeze``).
preload_app = True
gc.disable()
timeout = 60
graceful_timeout = 20
keepalive = 30
# A worker is renewed now and then, each at another moment.
max_requests = 5_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Only the proxy reaches this port (docker-compose.yml), and it alone says whether a request came by TLS.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "*")
# The application writes one line a request, without the query string; this one would have it.
accesslog = None
errorlog = "-"
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Set aside all that is loaded, before the first worker forks."""
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Let each worker collect what its own requests leave behind."""
    gc.enable()
