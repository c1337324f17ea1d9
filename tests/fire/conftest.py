"""One system under fire for all tests of this folder, which run one after another."""

from pathlib import Path

import pytest

from tests.fire.site import burning


def pytest_collection_modifyitems(items):
    """Everything here shares one system, on one worker of xdist."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.fire)


@pytest.fixture(scope="package")
def site():
    """The running system; what was measured is printed at the end."""
    with burning() as running:
        yield running
        for what, figure in running.measured.items():
            print(f"\nmeasured: {what}: {figure}")
