"""Image, Compose file and scripts: linted, and held to what an operator relies on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ct_portal.environment import LOOPBACK

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docker").glob("*.sh"))
LINTERS = {
    "the image": ("hadolint", "Dockerfile"),
    "the scripts": ("shellcheck", ".ci/run", *SCRIPTS),
    "the Compose file": (
        "check-jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ),
}


@pytest.mark.parametrize("what", LINTERS)
def test_the_linter_finds_nothing(what):
    """The programs come with the development environment; .ci/run calls them too."""
    name, *arguments = LINTERS[what]
    program = shutil.which(name, path=str(Path(sys.executable).parent))
    assert program, f"{name} is not installed: bin/test would install it"
    answer = subprocess.run(  # noqa: S603 - a linter of the lock
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def services() -> dict:
    """The services of the Compose file, merged as Compose does."""
    return YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]


@pytest.fixture(scope="module")
def image() -> list[str]:
    """The Dockerfile's instructions, one a line."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


OURS = ("bootstrap", "web", "worker", "beat")


def test_the_image_runs_as_a_numbered_user_and_starts_through_the_entry_point(image):
    last_stage = image[max(i for i, line in enumerate(image) if line.startswith("FROM")) :]
    assert last_stage[0].endswith("AS application")
    assert "USER 10001" in last_stage
    assert any(line.startswith("ENTRYPOINT") and "entrypoint.sh" in line for line in last_stage)
    assert not [line for line in last_stage if "npm" in line or "node" in line]


def test_the_client_of_the_image_fits_the_server(image, services):
    """pg_dump refuses a server that is newer than itself."""
    major, debian = services["postgres"]["image"].removeprefix("postgres:").split("-")
    assert any(f"postgresql-client-{major}" in line for line in image)
    assert f"FROM python:3.11-slim-{debian} AS application" in image


def test_the_build_collects_the_static_files_with_the_settings_that_it_gives(image, tmp_path):
    """The line of the Dockerfile, run here: no service, no secret."""
    (line,) = [line for line in image if "manage.py collectstatic" in line]
    given = dict(
        word.split("=", 1) for word in line.removeprefix("RUN ").partition(" python ")[0].split()
    )
    answer = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "STATIC_ROOT": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "staticfiles.json").exists()


def test_nothing_private_and_nothing_for_development_goes_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env*", ".git", ".state", ".venv", "tests", "ct_portal/embedded"} <= set(ignored)


@pytest.mark.parametrize("name", [*OURS, "pooler", "redis", "mail"])
def test_containers_have_no_rights_and_write_nowhere_else(services, name):
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]  # noqa: S108


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_processes_is_a_word_of_the_entry_point(services, name):
    assert services[name]["command"] == [name]
    script = (ROOT / "docker/entrypoint.sh").read_text()
    assert f"\n{name})" in script


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_what_runs_on_is_watched(services, name):
    assert services[name]["healthcheck"]["test"]


def test_only_bootstrap_knows_the_owner(services):
    for name in ("web", "worker", "beat", "pooler"):
        assert not [key for key in services[name]["environment"] if "OWNER" in key], name
    assert "DATABASE_OWNER_URL" in services["bootstrap"]["environment"]


def test_nothing_is_open_to_other_machines(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith(LOOPBACK[1] + ":") for port in ports)


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_the_stores_are_reached_from_inside_only(services, name):
    assert services[name]["networks"] == ["inside"]


def test_the_servers_log_holds_no_values_of_rows(services):
    command = services["postgres"]["command"]
    assert "log_error_verbosity=terse" in command
    assert "log_min_error_statement=panic" in command


def test_all_that_the_compose_file_asks_for_stands_in_the_example(services):
    example = (ROOT / "docker/example.env").read_text().splitlines()
    given = {line.partition("=")[0] for line in example if line and not line.startswith("#")}
    text = (ROOT / "docker-compose.yml").read_text()
    asked = {part.partition(":?")[0] for part in text.split("${")[1:] if ":?" in part.split("}")[0]}
    assert asked <= given
