"""Filling an empty database with the demonstration, and only that."""

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from organisations.management.commands.bootstrap import SEEDED, _seed
from organisations.models import Heartbeat


def test_a_half_loaded_demonstration_is_not_taken_for_a_whole_one(world):
    with pytest.raises(CommandError, match="--reset"):
        _seed()


def test_a_loaded_demonstration_is_left_alone(world):
    Heartbeat.objects.create(name=SEEDED, beat_at=timezone.now())
    with world.inside():
        before = world.partnership.districts.count()
    _seed()
    with world.inside():
        assert world.partnership.districts.count() == before == 2
    assert Heartbeat.objects.count() == 1
