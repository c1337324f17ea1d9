"""The system checks that hold every table of a tenant to the rules of the house."""

from django.db.models import ForeignKey

from cases.models import Action
from organisations import checks


def test_every_table_of_ours_passes():
    assert checks.every_table_says_its_protection(None) == []
    assert checks.no_table_is_read_by_its_partnership_alone(None) == []


def test_a_table_without_a_protection_is_named(monkeypatch):
    monkeypatch.delattr(Action, "protection")
    [error] = checks.every_table_says_its_protection(None)
    assert (error.id, error.obj) == ("organisations.E001", Action)
    assert "cases.Action must declare its protection" in error.msg


def test_an_index_on_the_partnership_alone_is_refused(monkeypatch):
    partnership = Action._meta.get_field("partnership")
    assert isinstance(partnership, ForeignKey)
    monkeypatch.setattr(partnership, "db_index", True)
    [error] = checks.no_table_is_read_by_its_partnership_alone(None)
    assert (error.id, error.obj) == ("organisations.E002", Action)
    assert "cases.Action.partnership has an index of its own" in error.msg
