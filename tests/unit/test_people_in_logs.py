"""People are found in logs however they are written, and the report does not repeat them."""

import pytest

from ct_portal.embedded.people_in_logs import Finding, look

PEOPLE = {
    "name": ["Margaret Holloway", "Insp. Callum Reddish"],
    "e-mail address": ["margaret.holloway@home.example"],
    "telephone number": ["01632 960777"],
    "postcode": ["S80 1AA"],
    "address": ["4 Canal Terrace"],
    "secret": ["ED3N-CVMT-548V-759P"],
    "free text": ["Youths kicked at my door and shouted thr"],
    "nothing": [],
}


def found(tmp_path, text: str) -> list[Finding]:
    log = tmp_path / "web.log"
    log.write_text(f"first line\n{text}\n")
    return list(look([log], people=PEOPLE))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", "case of Margaret Holloway"),
        ("name", '{"event": "MARGARET HOLLOWAY"}'),
        ("name", "GET /?q=Margaret+Holloway"),
        ("name", "<User: Callum Reddish>"),
        ("name", "Holloway, Margaret"),
        ("e-mail address", "Key (email)=(margaret.holloway@home.example) already exists."),
        ("e-mail address", "GET /?q=margaret.holloway%40home.example"),
        ("telephone number", "called 01632 960777"),
        ("telephone number", "called 01632960777"),
        ("postcode", "postcode 's80 1aa'"),
        ("postcode", "postcode=S801AA&x"),
        ("address", "4 Canal Terrace\\nWorksop"),
        ("secret", "secret=ED3N-CVMT-548V-759P"),
        ("secret", "secret=ed3ncvmt548v759p"),
        ("free text", "description: Youths kicked at my door and shouted through the letter box"),
    ],
)
def test_somebody_is_found(tmp_path, kind, text):
    assert Finding("web.log", 2, kind) in found(tmp_path, text)


def test_a_name_in_json_escapes_is_found(tmp_path):
    log = tmp_path / "worker.log"
    log.write_text('{"event": "Zo\\u00eb Br\\u00fcck"}\n')
    assert list(look([log], people={"name": ["Zoë Brück"]})) == [Finding("worker.log", 1, "name")]


@pytest.mark.parametrize(
    "text",
    [
        '{"view": "spoc:case", "reference": "BNS-VFTN-E29Z", "partnership": "bassetlaw"}',
        "margaret went to holloway",
        "x4 Canal Terraced",
        "task 01632960777123 done",
    ],
)
def test_what_only_looks_alike_is_not_found(tmp_path, text):
    assert found(tmp_path, text) == []


def test_the_report_names_the_place_and_not_the_person(tmp_path):
    (finding,) = found(tmp_path, "called 01632 960777")
    assert str(finding) == "web.log, line 2: telephone number"
