"""What parts of a procedure are called where people read them: places (tests/specs/places.csv),
values, kinds and choices. What the table of words does not know is called by its own name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import pytest

from tests.specs.tables import rows
from tests.threshold_room import content
from thresholds.labels import (
    choice_label,
    help_of,
    kind_label,
    label_of,
    place_in_words,
    value_in_words,
)
from thresholds.limits import Anchor, LimitUnit, ReceiptConvention
from thresholds.procedure import Source
from thresholds.routes import IndividualReports, OneIncident

SEEN_FROM = {"kind": "too_recent", "within": {"n": 7, "unit": "day"}}


@dataclass(frozen=True, kw_only=True)
class Rain:
    kind: ClassVar[str] = "light_rain"
    how_much: int


@pytest.mark.parametrize("row", rows("places.csv"))
def test_table_of_places(row):
    whole = content(row["procedure"])
    if row["procedure"] == "gosport":
        whole["exclusions"][0]["seen_from"] = SEEN_FROM
    assert place_in_words(row["path"], whole) == row["words"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "not set"),
        ("", "not set"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (3, "3"),
        ("LMAPS", "LMAPS"),
        ([], "none"),
        (["police", "council"], "police, council"),
        ([None, True], "not set, yes"),
        ({"n": 6, "unit": "month"}, "6 months beginning with"),
        ({"n": 1, "unit": "week", "counting": "after"}, "1 week after"),
        ({"n": 6, "unit": "month", "counting": "beginning_with"}, "6 months beginning with"),
        ({"n": None, "unit": "month"}, "not set"),
        ({"code": "harm", "from_points": 13}, "Code: harm; From points: 13"),
        ({"n": 3}, "N: 3"),
        (
            {"of": "report", "within": {"n": 1, "unit": "day"}},
            "Of: report; Within: 1 day beginning with",
        ),
    ],
)
def test_a_value_as_a_person_reads_it(value, says):
    assert value_in_words(value) == says


def test_a_field_is_called_by_its_record_s_words_else_by_the_words_for_all():
    assert label_of(OneIncident, "count") == "Number of reports about the incident"
    assert label_of(IndividualReports, "count") == "Number of reports"
    assert label_of(None, "count") == "Number of reports"
    assert label_of(Rain, "how_much") == "How much"


def test_a_field_has_the_help_of_its_record_else_the_help_for_all():
    assert help_of(Source, "title") == "Title and date of the text that people can read."
    assert help_of(IndividualReports, "related") == "The Act does not ask this."
    assert help_of(Rain, "how_much") == ""


def test_a_kind_is_called_by_its_words_else_by_its_name():
    assert kind_label(IndividualReports) == "Reports by one person"
    assert kind_label(Rain) == "Light rain"
    assert kind_label(Source) == "Source"


class Weather(StrEnum):
    VERY_FOUL = "very_foul"


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (ReceiptConvention.ACTUAL_DATE, "the day on which it arrives"),
        (Anchor.RECEIPT, "the application was received"),
        (LimitUnit.WORKING_DAY, "working day"),
        (Weather.VERY_FOUL, "very foul"),
    ],
)
def test_a_choice_is_called_by_its_words_else_by_its_own_text_or_name(choice, says):
    assert choice_label(choice) == says
