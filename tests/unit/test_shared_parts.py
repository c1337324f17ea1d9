"""What a procedure includes: completed key by key; what it says itself stands."""

import json

import pytest

from thresholds import shared_parts
from thresholds.reading import ReadingError
from thresholds.shared_parts import completed, shared_names

COMMON = {
    "letters": {"support": "Ring “Victim Support”.", "emergency": "Ring 999."},
    "names": {"contact": {"short": "SPOC", "long": "single point of contact"}},
    "assessed_by": ["council", "police"],
    "peer_review_considered": False,
}


@pytest.fixture
def two_shared(tmp_path, monkeypatch):
    """Two files of shared parts, of which the second holds nothing."""
    for name, content in {"common-1": COMMON, "common-2": {}}.items():
        text = json.dumps(content, ensure_ascii=False)
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(shared_parts, "SHARED", tmp_path)
    shared_parts._parts.cache_clear()
    yield
    shared_parts._parts.cache_clear()


@pytest.mark.parametrize(
    ("own", "made"),
    [
        ({}, {}),
        ({"title": "Ours"}, {"title": "Ours"}),
        ({"letters": {}}, {}),
        (
            {"letters": {"support": "Ring us."}},
            {"letters": {"support": "Ring us.", "emergency": "Ring 999."}},
        ),
        (
            {"names": {"contact": {"short": "ASB desk"}, "panel": "LMAPS"}},
            {
                "names": {
                    "contact": {"short": "ASB desk", "long": "single point of contact"},
                    "panel": "LMAPS",
                }
            },
        ),
        ({"assessed_by": ["council"]}, {"assessed_by": ["council"]}),
        ({"assessed_by": []}, {"assessed_by": []}),
        ({"letters": None}, {"letters": None}),
        ({"names": {"contact": "SPOC"}}, {"names": {"contact": "SPOC"}}),
        ({"peer_review_considered": {"by": "us"}}, {"peer_review_considered": {"by": "us"}}),
    ],
)
@pytest.mark.usefixtures("two_shared")
def test_objects_are_completed_and_everything_else_stands(own, made):
    assert completed({"includes": "common-1", **own}) == COMMON | made


@pytest.mark.usefixtures("two_shared")
def test_what_is_included_is_the_file_of_that_name():
    assert shared_names() == ("common-1", "common-2")
    assert completed({"includes": "common-2", "title": "Ours"}) == {"title": "Ours"}


@pytest.mark.usefixtures("two_shared")
def test_parts_that_are_not_there_are_refused_with_those_that_are():
    with pytest.raises(ReadingError) as refused:
        completed({"includes": "common-3"})
    assert refused.value.path == "includes"
    assert refused.value.message == "must be one of common-1, common-2; got 'common-3'"


@pytest.mark.parametrize("data", [{}, {"title": "Ours"}, [], ["includes"], "includes", None])
def test_what_includes_nothing_stays_as_it_is(data):
    assert completed(data) is data
