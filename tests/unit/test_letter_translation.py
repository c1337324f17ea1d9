"""Letters can be said in another language: no sentence of a template or of the post's own words
is left out. Proved with an invented language in which every message stands in brackets."""

import gettext
import io
import json
import re
from html import unescape

import pytest
from django.core.management import call_command
from django.utils.translation import trans_real

from notifications import strict_engine
from notifications.extreme_cases import cases_of
from notifications.letter_kinds import LetterKind
from notifications.letter_translation import BadTranslation, messages_in, translated
from notifications.releasing import render_case

INVENTED = "xx"
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")


class Bracketed(gettext.NullTranslations):
    """Says every message in brackets, so that what nobody asked it for stands out."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def to_language(self):
        return INVENTED


@pytest.fixture
def invented(monkeypatch, settings):
    """The letters' language, in which nobody wrote a catalogue."""
    monkeypatch.setitem(trans_real._translations, INVENTED, Bracketed())
    settings.LANGUAGE_CODE = INVENTED
    strict_engine.engine_in.cache_clear()
    yield
    strict_engine.engine_in.cache_clear()


def words_left(html: str, facts: dict) -> set[str]:
    """Words outside the brackets that do not come from the case's facts or an address."""
    left = unescape(re.sub(r"<[^>]+>", " ", html))
    while BRACKETED.search(left):
        left = BRACKETED.sub(" ", left)
    data = json.dumps(facts, ensure_ascii=False).replace("\\n", " ")
    words, known = (set(re.findall(r"[^\W\d_]{3,}", text)) for text in (left, data))
    return words - known - {"http", "track", "privacy"}


def test_the_messages_of_a_template_are_its_sentences():
    source = (
        '{% extends "x" %}{% block b %}\n<p><strong>No.</strong> Ask {{ who }}.</p>\n'
        "<{{ level2 }}>Why</{{ level2 }}>{% for one in all %}<li>{{ one }}</li>{% endfor %}"
        '{% free "a" %}\nOne.\n\n- {name}\n{% endfree %}{% endblock %}'
    )
    assert messages_in(source) == [
        "<strong>No.</strong> Ask {{ who }}.",
        "Why",
        "One.\n\n- {name}",
    ]
    assert translated(source, lambda message: message) == source
    said = translated(source, lambda message: message.replace("Ask", "Frag"))
    assert "<p><strong>No.</strong> Frag {{ who }}.</p>" in said


@pytest.mark.parametrize("said", ["Ask.", "Ask {{ whom }}.", "Ask {{ who }} {{ who }}.", "{% x %}"])
def test_a_translation_that_has_not_the_variables_of_its_message_is_refused(said):
    with pytest.raises(BadTranslation):
        translated("<p>Ask {{ who }}.</p>", lambda message: said)


@pytest.mark.parametrize("kind", LetterKind)
def test_no_sentence_of_a_letter_is_left_in_english(kind, invented):
    for case in cases_of(kind):
        html = render_case(kind, case)
        assert not words_left(html, case.facts), case.what


def test_english_that_is_left_would_be_found():
    case = cases_of("receipt")[0]
    assert {"Thank", "Dear", "sincerely"} <= words_left(render_case("receipt", case), case.facts)


def test_translators_get_every_sentence_of_the_letters_once():
    """Were nothing taken for a message, nothing could be left in English."""
    out = io.StringIO()
    call_command("letter_messages", stdout=out)
    told = re.findall(r'^msgid "(.+)"$', out.getvalue(), re.MULTILINE)
    assert len(told) == len(set(told)) > 120
    assert "If any of this is hard to do alone, ask somebody you trust to help you, or ask us." in (
        told
    )
    assert "We have received your application" in told
