"""The health check of a container: `python docker/alive.py web`, or worker, or beat.

Web is asked for its page; worker and beat leave a sign of life in ALIVE_FILE every few seconds.
Exit code 0 when it lives. Not the broker, not the database: a restart would not mend those.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

OLDEST_SECONDS = 60


def web() -> bool:
    """Whether /health/live answers."""
    port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
    address = f"http://127.0.0.1:{port}/health/live"
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.status == 200


def left_a_sign() -> bool:
    """Whether the file was touched within the last minute."""
    return time.time() - Path(os.environ["ALIVE_FILE"]).stat().st_mtime < OLDEST_SECONDS


try:
    alive = web() if sys.argv[1:] == ["web"] else left_a_sign()
except (OSError, KeyError) as problem:
    sys.exit(f"not alive: {type(problem).__name__}")
sys.exit(0 if alive else "not alive: no sign within the last minute")
