"""The test database is made by the owner role and used by the application role, which is bound."""

import os

import dj_database_url
import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from whitenoise.middleware import WhiteNoiseMiddleware

import ct_portal.celery  # noqa: F401  the application that shared tasks belong to
from organisations.database import append_only_tables, grant_application_role
from tests.laid_out import LaidOut, draw_alike
from tests.one_run import Run, migrated_database, place_of_run
from tests.sharing import InGroups, Workers
from tests.world import make_world

# How quickly examples are drawn says something about the machine, and nothing about the rules.
hypothesis.settings.register_profile(
    "no clock", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("no clock")


def pytest_configure(config):
    """Passwords are hashed by the hundred here; their strength is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TEXT_BY = "none"  # as in a service without GOV.UK Notify; tests of texts say otherwise
    # Workers count their partnerships alike, and files are named after them.
    settings.STORAGE_DIR = settings.STORAGE_DIR / os.environ.get("PYTEST_XDIST_WORKER", "tests")
    settings.STORAGES["default"]["OPTIONS"]["location"] = settings.STORAGE_DIR
    config.pluginmanager.register(Workers(), "workers of groups")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Run(), "the run")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests that share something share a worker."""
    return InGroups(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Create the test database as the owner, from one that is migrated."""
    owner = dj_database_url.parse(os.environ["DATABASE_OWNER_URL"])
    connection = connections["default"]
    connection.application_login = {
        key: connection.settings_dict[key] for key in ("USER", "PASSWORD")
    }
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Then run every test as the application role; tests that commit need TRUNCATE to clean up."""
    connection = connections["default"]
    login = connection.application_login
    owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        grant_application_role(login["USER"])
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {login['USER']}")
            assert append_only_tables(cursor)
        connection.close()
        connection.settings_dict.update(login)
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(owner)


@pytest.fixture(autouse=True, scope="session")
def static_files_found_once():
    """Every test client has middleware of its own, which would look for all files anew."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def find_once(middleware):
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture
def own_cache(settings):
    """An empty cache of the test's own: the shared one counts for the tests beside it too."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def laid_out_once(monkeypatch):
    """Each document of a letter that such tests make is laid out once in a run."""
    from notifications import pdf

    draw_alike(monkeypatch)
    monkeypatch.setattr(pdf, "render", LaidOut(place=place_of_run(), render=pdf.render))


@pytest.fixture
def world(db, laid_out_once, own_cache):
    """One area, two partnerships, one person per role (tests/world.py).

    References are drawn alike, so that what counts tries by them must be the test's own.
    """
    return make_world()
