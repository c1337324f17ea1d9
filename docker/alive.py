"""The container's health check: asks the web process as the TLS-terminating proxy would."""

import urllib.request

ADDRESS = "http://127.0.0.1:8000/health/live"
request = urllib.request.Request(ADDRESS, headers={"X-Forwarded-Proto": "https"})
with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - a fixed address
    print(answer.status)
