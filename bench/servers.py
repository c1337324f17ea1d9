"""gunicorn for the application and for the limit, two synchronous workers each."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from bench.cluster import Cluster, Size
from ct_portal.embedded import ports
from ct_portal.embedded.home import ROOT
from ct_portal.embedded.processes import Child

GUNICORN = ("--workers", "2", "--worker-class", "sync", "--log-level", "error")


@dataclass(frozen=True)
class Served:
    """Where a size's two sites answer."""

    ours: int
    limit: int


def production(cluster: Cluster, size: Size, *, port: int) -> dict[str, str]:
    """The settings of production: no debug, no demonstration, collected static files."""
    return cluster.environ(
        size,
        DEBUG="0",
        DEMO="0",
        DEFAULT_FROM_EMAIL="no-reply@casereview.example",
        EMAIL_URL="smtp://127.0.0.1:1",
        BASE_URL=f"http://{ports.LOOPBACK}:{port}",
        ALLOWED_HOSTS=f"{ports.LOOPBACK},testserver",
        STATIC_ROOT=str(cluster.home.path / "collected"),
    )


def collect_static(cluster: Cluster, size: Size) -> None:
    """Once for all sizes: the names of the files are what pages look up."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=production(cluster, size, port=0),
        check=True,
    )


def serve(cluster: Cluster, size: Size) -> Served:
    """Start both sites of a size and wait until they answer."""

    def ours(port: int) -> Child:
        return _gunicorn(cluster, size, "ct_portal.wsgi", port=port, settings="ct_portal.settings")

    def limit(port: int) -> Child:
        return _gunicorn(
            cluster, size, "bench.limit_site.wsgi", port=port, settings="bench.limit_site.settings"
        )

    start = cluster.stack.processes.on_free_port
    return Served(
        ours=start(ours, lambda port: ports.answers(port=port), seconds=60),
        limit=start(limit, lambda port: ports.answers(port=port), seconds=60),
    )


def _gunicorn(cluster: Cluster, size: Size, module: str, *, port: int, settings: str) -> Child:
    return cluster.stack.processes.spawn(
        f"{module.partition('.')[0]}-{size.name}",
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"{module}:application",
            "--bind",
            f"{ports.LOOPBACK}:{port}",
            *GUNICORN,
            "--no-control-socket",
        ],
        environ=production(cluster, size, port=port) | {"DJANGO_SETTINGS_MODULE": settings},
        cwd=ROOT,
    )
