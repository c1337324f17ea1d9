"""A small system of these tests' own, and its backup; all on one xdist worker."""

import pytest
from django.core.files.storage import default_storage

from ct_portal.keeping.backing_up import back_up
from tests.keeping.room import house


@pytest.fixture(scope="package")
def kept_system(tmp_path_factory, django_db_blocker):
    """Made once; each test enters it by `kept`."""
    with (
        django_db_blocker.unblock(),
        house("ct_keeping", storage=tmp_path_factory.mktemp("storage")) as made,
    ):
        yield made


@pytest.fixture
def kept(kept_system, django_db_blocker):
    """A small system with letters, entered as the application role; not to be changed."""
    with django_db_blocker.unblock(), kept_system.entered():
        yield kept_system


@pytest.fixture(scope="package")
def backup(kept_system, tmp_path_factory, django_db_blocker):
    """Its backup; not to be changed."""
    with django_db_blocker.unblock(), kept_system.entered():
        return back_up(to=tmp_path_factory.mktemp("backups"), storage=default_storage).place
