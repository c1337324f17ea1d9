"""Gunicorn's settings, for the image and for bin/run alike: `gunicorn -c python:ct_portal.serving`.

From the environment: WEB_BIND, WEB_WORKERS, WEB_THREADS, WEB_GRACE_SECONDS, LOG_LEVEL, and
gunicorn's own FORWARDED_ALLOW_IPS (whose X-Forwarded-* are believed; 127.0.0.1 unless set).
"""

from pathlib import Path

from ct_portal import environment as env
from ct_portal import log_lines

wsgi_app = "ct_portal.wsgi:application"
bind = env.text("WEB_BIND", "127.0.0.1:8000")

# Processes for the cores, threads for the time that pages wait for the database; each thread holds
# one connection to it.
workers = env.whole("WEB_WORKERS", 2, least=1)
threads = env.whole("WEB_THREADS", 4, least=1)
# Loaded once and then forked: one copy in memory, and a mistake in the settings ends the start.
preload_app = True

# A worker is replaced after so many requests, not all of them at the same moment.
max_requests = 2000
max_requests_jitter = 400
# A page that takes longer is ended; on SIGTERM pages under way may finish for so long.
timeout = 30
graceful_timeout = env.whole("WEB_GRACE_SECONDS", 20)
keepalive = 5
# Heartbeats of workers go to memory: /tmp may be a slow disk in a container.
MEMORY = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None

# No access log: paths can hold secrets. request_log writes one line a request instead.
accesslog = None
logconfig_dict = log_lines.configuration(level=env.one_of("LOG_LEVEL", "INFO", env.LOG_LEVELS))
# A socket in the home directory that every instance of a user would share.
control_socket_disable = True
