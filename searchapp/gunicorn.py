"""How gunicorn serves the application; what differs between hosts comes from the environment."""

import os
from pathlib import Path
from typing import Any

from gunicorn.http import message

bind = os.environ.get("SEARCHAPP_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("SEARCHAPP_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
# A query that is too long deserves an answer that says so: gunicorn's own ceiling of 8,190 bytes
# would cut it off with a bare 414, and in scripts beyond Latin a character takes nine of them.
message.MAX_REQUEST_LINE = 131_072
limit_request_line = 131_071
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, not disk
accesslog = None
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Loads the models and the lexicon before the first request comes."""
    from searchapp import wiring
    from searchapp.indexing.following import catch_up_at_start
    from searchapp.indexing.live_indexes import warn_of_outdated
    from searchapp.settled_memory import settle_memory

    wiring.search_service().warm_up()
    wiring.current_config()
    wiring.config_source().follow()
    warn_of_outdated()
    catch_up_at_start()
    settle_memory()
