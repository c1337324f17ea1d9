"""The test database is made by the owner role and used by the application role, which is bound."""

import os

import dj_database_url
import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

import ct_portal.celery  # noqa: F401  the application that shared tasks belong to
from organisations.database import append_only_tables, grant_application_role
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
    config.pluginmanager.register(Workers(), "workers of groups")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests that share something share a worker."""
    return InGroups(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Create and migrate the test database as the owner."""
    owner = dj_database_url.parse(os.environ["DATABASE_OWNER_URL"])
    connection = connections["default"]
    connection.application_login = {
        key: connection.settings_dict[key] for key in ("USER", "PASSWORD")
    }
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])


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


@pytest.fixture
def own_cache(settings):
    """An empty cache of the test's own: the shared one counts for the tests beside it too."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def world(db):
    """One area, two partnerships, one person per role (tests/world.py)."""
    return make_world()
