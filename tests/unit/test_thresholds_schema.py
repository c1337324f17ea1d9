"""The published JSON Schemas: up to date, and of one mind with the reader about what is wrong."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from thresholds.facts import FactsError, parse_facts
from thresholds.procedure import ProcedureError, parse_procedure, to_json
from thresholds.schema import FILES, as_text

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted((ROOT / "thresholds" / "published").glob("*.json"))
EXAMPLES = ROOT / "docs" / "examples"


def loaded(path):
    return json.loads(path.read_text(encoding="utf-8"))


def validator(name):
    return Draft202012Validator(loaded(ROOT / "docs" / "schemas" / name))


PROCEDURE = validator("procedure.schema.json")
APPLICATION = validator("application.schema.json")


@pytest.mark.parametrize("name", FILES)
def test_the_stored_schema_is_the_one_that_the_code_makes(name):
    stored = (ROOT / "docs" / "schemas" / name).read_text(encoding="utf-8")
    assert stored == as_text(FILES[name]()), "run python -m thresholds.schema docs/schemas"
    Draft202012Validator.check_schema(json.loads(stored))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_procedure_validates_as_it_is_and_complete(path):
    PROCEDURE.validate(loaded(path))
    PROCEDURE.validate(to_json(parse_procedure(loaded(path))))


def test_the_example_application_validates():
    APPLICATION.validate(loaded(EXAMPLES / "application.json"))


def put(*steps, value):
    def change(data):
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]] = value

    return change


def remove(*steps):
    def change(data):
        for step in steps[:-1]:
            data = data[step]
        del data[steps[-1]]

    return change


ROUTES = ("threshold", "routes")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (put("surprise", value=1), "surprise"),
        (put("format", value=2), "format"),
        (remove("risk_matrix"), "risk_matrix"),
        (remove("names", "panel"), "names.panel"),
        (put("names", "panel", value=" LMAPS"), "names.panel"),
        (put("names", "panel", value=""), "names.panel"),
        (put("names", "panel", value=None), "names.panel"),
        (put("source", "note", value=""), "source.note"),
        (put("includes", value="common-1999"), "includes"),
        (put(*ROUTES, value=[]), "threshold.routes"),
        (put(*ROUTES, 0, "count", value=0), "threshold.routes[0].count"),
        (put(*ROUTES, 0, "count", value="3"), "threshold.routes[0].count"),
        (put(*ROUTES, 0, "kind", value="dice"), "threshold.routes[0].kind"),
        (put(*ROUTES, 0, "window", "n", value=-6), "threshold.routes[0].window.n"),
        (put(*ROUTES, 0, "window", "unit", value="year"), "threshold.routes[0].window.unit"),
        (put(*ROUTES, 0, "hate", value={"at_least": 0}), "threshold.routes[0].hate.at_least"),
        (
            put(*ROUTES, 0, "hate", value={"characteristics": ["race", "race"]}),
            "threshold.routes[0].hate.characteristics",
        ),
        (put("threshold", "statute", "count", value=4), "threshold.statute.count"),
        (put("threshold", "same_incident", value="never"), "threshold.same_incident"),
        (put("time_limits", 0, "anchor", value="full_moon"), "time_limits[0].anchor"),
        (put("time_limits", 0, "anchor", value="respond"), "time_limits[0].anchor"),
        (put("time_limits", 0, "met_by", value=["told"]), "time_limits[0].met_by"),
        *(
            (put("counting", "office_closes", value=value), "counting.office_closes")
            for value in ("5pm", "1700", "T1700", "17.00", "17+01", "24:00")
        ),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_by_its_path(change, path):
    data = loaded(EXAMPLES / "bassetlaw-newark-sherwood.json")
    change(data)
    assert not PROCEDURE.is_valid(data)
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data)
    assert refused.value.path == f"procedure.{path}"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (put("application_on", value=None), "application_on"),
        *(
            (put("application_on", value=value), "application_on")
            for value in ("2 May 2026", "20260502", "2026-W18-6")
        ),
        (put("persists", value="maybe"), "persists"),
        (put("answers", value={"case_closed": "maybe"}), "answers.case_closed"),
        (put("incidents", 0, "hate", value="yes"), "incidents[0].hate"),
        (
            put("incidents", 0, "hate", value=[{"characteristic": "Race"}]),
            "incidents[0].hate[0].characteristic",
        ),
        (remove("incidents", 0, "reports", 0, "reporter_key"), "incidents[0].reports[0]"),
        (put("incidents", 0, "reports", 0, "standing", value="lost"), "incidents[0].reports[0]"),
    ],
)
def test_what_the_schema_refuses_of_facts_the_reader_refuses_too(change, path):
    data = loaded(EXAMPLES / "application.json")
    change(data)
    assert not APPLICATION.is_valid(data)
    with pytest.raises(FactsError) as refused:
        parse_facts(data)
    assert refused.value.path.startswith(f"application.{path}")
