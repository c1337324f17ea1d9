"""The risk matrix (tests/specs/risk.csv, on the matrix of Bassetlaw, Newark & Sherwood)."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.specs.tables import rows
from thresholds.procedure import ProcedureError, parse_procedure
from thresholds.risk import QuestionResult, RiskAnswerError, score

PUBLISHED = Path(__file__).parents[2] / "thresholds" / "published"
DATA = json.loads((PUBLISHED / "bassetlaw-newark-sherwood.json").read_text(encoding="utf-8"))
MATRIX = parse_procedure(DATA).risk_matrix
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question.code: st.sampled_from([None, *(answer.code for answer in question.answers)])
        for question in MATRIX.questions
    },
)


@pytest.mark.parametrize("row", rows("risk.csv"))
def test_table(row):
    result = score(MATRIX, dict(pair.split("=") for pair in row["answers"].split()))
    assert result.points == int(row["points"])
    assert result.highest_points == int(row["highest"])
    assert result.band.code == row["band"]
    assert result.highest_band.code == row["highest_band"]


@given(ANSWERS)
def test_every_question_is_in_the_result_and_what_is_missing_is_named(answers):
    result = score(MATRIX, answers)
    assert [one.question for one in result.questions] == [one.code for one in MATRIX.questions]
    given_answers = {code for code, answer in answers.items() if answer is not None}
    assert set(result.missing) == {one.code for one in MATRIX.questions} - given_answers
    assert result.complete is (not result.missing)
    assert result.points == sum(one.points for one in result.questions if one.points is not None)
    assert result.points <= result.highest_points


@given(ANSWERS)
def test_answering_a_missing_question_stays_within_what_was_said(answers):
    before = score(MATRIX, answers)
    for question in MATRIX.questions:
        if question.code in before.missing:
            for answer in question.answers:
                after = score(MATRIX, {**answers, question.code: answer.code})
                assert before.points <= after.points
                assert after.highest_points <= before.highest_points


def test_none_is_not_answered():
    assert score(MATRIX, {"hate": None}) == score(MATRIX, {})


def test_what_the_matrix_does_not_have_is_refused():
    for answers, says in [
        (
            {"weather": "yes", "traffic": "yes", "hate": "yes"},
            "the matrix has no question 'traffic'",
        ),
        ({"hate": "perhaps"}, "hate: must be one of yes, no; got 'perhaps'"),
    ]:
        with pytest.raises(RiskAnswerError) as refused:
            score(MATRIX, answers)
        assert str(refused.value) == says


def test_what_was_answered_stands_in_the_result():
    result = score(MATRIX, {"hate": "yes"})
    found = {one.question: one for one in result.questions}
    hate = MATRIX.questions[[one.code for one in MATRIX.questions].index("hate")]
    assert found["hate"] == QuestionResult(
        question="hate", title=hate.title, answer="yes", answer_title="Yes", points=3
    )
    assert found["how_often"] == QuestionResult(
        question="how_often",
        title=MATRIX.questions[0].title,
        answer=None,
        answer_title=None,
        points=None,
    )


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        (
            lambda m: m["bands"][0].update(from_points=1),
            "bands[0].from_points",
            "must be 0 for the lowest band",
        ),
        (
            lambda m: m["bands"][2].update(from_points=13),
            "bands",
            "must be listed from the lowest points to the highest",
        ),
        (
            lambda m: m["questions"][1].update(code="how_often"),
            "questions",
            "the code 'how_often' comes twice",
        ),
        (lambda m: m["bands"][1].update(code="high"), "bands", "the code 'high' comes twice"),
        (
            lambda m: m["questions"][1]["answers"][1].update(code="yes"),
            "questions[1].answers",
            "the code 'yes' comes twice",
        ),
        (
            lambda m: m["questions"][1]["answers"][1].update(points=-1),
            "questions[1].answers[1].points",
            "must be a whole number from 0 to 100; got -1",
        ),
        (lambda m: m["questions"].clear(), "questions", "must have at least one entry"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(change, where, says):
    data = json.loads(json.dumps(DATA))
    change(data["risk_matrix"])
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data)
    assert refused.value.path == f"procedure.risk_matrix.{where}"
    assert refused.value.message == says
