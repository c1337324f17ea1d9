"""The template engine of the post: whatever shows nothing where something is named is an error.

Errors name the template's file and the line. `{% free "name" %}` marks a paragraph that may be
worded otherwise: the text that the letter's words give under `free`, or else the standard text.
"""

from functools import cache
from pathlib import Path

from django.template import Engine, Library, TemplateSyntaxError
from django.template.base import Node, TextNode, VariableNode
from django.template.loaders.filesystem import Loader
from django.utils.translation import gettext

from notifications.free_text import BlankPlaceholder, to_html
from notifications.letter_files import folder, without_front_matter
from notifications.letter_translation import in_letters_language, letters_language, translated

register = Library()
TRACE = "\0"


class EmptyPlace(ValueError):
    """A template names something that is not there, or a letter would show a blank."""


class _Loud(str):
    """What Django puts in for a missing variable: raises instead of showing nothing."""

    def __contains__(self, key):
        return True

    def __mod__(self, name):
        raise EmptyPlace(f"the template names {name}, which is not there")


class FilledVariable(VariableNode):
    """A variable that must show something."""

    def render(self, context):
        shown = super().render(context)
        if not shown.strip():
            raise EmptyPlace(f"{self.filter_expression} is empty")
        return shown


class FreeNode(Node):
    """A free paragraph: in the wording that is given, else in the standard one."""

    def __init__(self, name: str, standard: str):
        self.name, self.standard = name, standard

    def render(self, context):
        """Raises BlankPlaceholder, which names the paragraph; BrokenText."""
        values = context.flatten()
        try:
            return to_html(values.get("free", {}).get(self.name, self.standard), values)
        except BlankPlaceholder as blank:
            blank.paragraph = self.name
            raise


@register.tag
def free(parser, token):
    """`{% free "name" %}text{% endfree %}`: text and placeholders, no tags and no variables."""
    parts = token.split_contents()
    if len(parts) != 2 or parts[1][:1] != '"':
        raise TemplateSyntaxError('a free paragraph is {% free "name" %}')
    body = parser.parse(("endfree",))
    parser.delete_first_token()
    if any(not isinstance(node, TextNode) for node in body):
        raise TemplateSyntaxError("a free paragraph holds text and placeholders only")
    return FreeNode(parts[1].strip('"'), "".join(node.s for node in body).strip())


class StrictLoader(Loader):
    """Templates without their front matter, made once, whose variables must all show something."""

    def __init__(self, engine, dirs=None):
        super().__init__(engine, dirs)
        self._made: dict = {}

    def get_contents(self, origin):
        source = without_front_matter(super().get_contents(origin))
        with in_letters_language():
            return translated(source, gettext)

    def get_template(self, template_name, skip=None):
        key = (template_name, tuple(origin.name for origin in skip or ()))
        if key not in self._made:
            template = super().get_template(template_name, skip=skip)
            for node in template.nodelist.get_nodes_by_type(VariableNode):
                node.__class__ = FilledVariable
            self._made[key] = template
        return self._made[key]


class TracingLoader(StrictLoader):
    """The same, in which every piece of fixed text says where it stands: between two NULs."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip=skip)
        for node in template.nodelist.get_nodes_by_type(TextNode):
            if not node.s.startswith(TRACE):
                node.s = f"{TRACE}{template_name}:{node.token.lineno}{TRACE}{node.s}"
        return template


def traced(html: str) -> tuple[str, list[tuple[int, str, int]]]:
    """What a tracing engine rendered, without the marks; and where each piece of fixed text begins:
    position, file, line."""
    shown, places, length = [], [], 0
    for number, piece in enumerate(html.split(TRACE)):
        if number % 2:
            file, _, line = piece.rpartition(":")
            places.append((length, file, int(line)))
        else:
            shown.append(piece)
            length += len(piece)
    return "".join(shown), places


def engine() -> Engine:
    """The engine, made once for each process and language of letters.

    `debug` is what makes errors say where they are.
    """
    return engine_in(letters_language())


@cache
def engine_in(language: str) -> Engine:
    """The engine of one language, which is the letters' when its templates are first read."""
    return strict_engine(folder())


def strict_engine(*folders: Path, tracing: bool = False) -> Engine:
    """An engine for the templates in these folders, the first that has one winning."""
    loader = TracingLoader if tracing else StrictLoader
    return Engine(
        dirs=list(folders),
        autoescape=True,
        debug=True,
        string_if_invalid=_Loud("%s"),
        loaders=[f"{loader.__module__}.{loader.__name__}"],
        builtins=["notifications.strict_engine"],
    )


def where(error: Exception) -> tuple[str, int] | None:
    """File below the templates' folder and line of an error in a template; None if unknown."""
    node = getattr(error, "_culprit_node", None)
    token = getattr(node, "token", None) or getattr(error, "token", None)
    if token is None:
        return None
    origin = getattr(node, "origin", None)
    return (origin.template_name if origin else ""), token.lineno
