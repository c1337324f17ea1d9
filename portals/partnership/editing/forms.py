"""One page of the editor: fields for a part of the procedure, and each error at its field."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from portals.components.widgets import Checkboxes, WholeNumberInput
from portals.partnership.editing.shapes import How, Shape, blank, hints_of, shape_of, tag_of
from portals.partnership.editing.values import MOST_ENTRIES, name_of
from thresholds.guard import Concern
from thresholds.labels import LONG, choice_label, help_of, kind_label, label_of
from thresholds.problems import Problem
from thresholds.procedure import Procedure

FIXED = frozenset({"format"})
"""Fields that are not edited: the number of the format belongs to this version of the code."""


MOST_IN_A_ROW = 3
GOT = "; got "
"""Before what was read instead, which stands in the box unless that holds several lines."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button that changes what the page holds. act: as `values.changed` reads it."""

    act: str
    text: str
    about: str = ""


@dataclass(kw_only=True)
class Node:
    """One place of the page: a field, a record with places below it, or a list of records."""

    name: str
    label: str
    help: str = ""
    legend: str = ""
    marker: str = ""
    count: int | None = None
    bound: BoundField | None = None
    below: list["Node"] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)
    is_new: bool = False
    is_short: bool = False

    @property
    def is_row(self) -> bool:
        """Whether a few short fields stand side by side."""
        return 1 < len(self.below) <= MOST_IN_A_ROW and all(one.is_short for one in self.below)

    @property
    def anchor(self) -> str:
        """The id that its errors lead to."""
        return f"part-{self.name}"


class PartForm(forms.Form):
    """The fields `names` of a procedure. Its fields check nothing: the procedure's own rules do.

    content: the part as JSON. problems: of the whole procedure, paths without `procedure.`.
    concerns: of the statute guard, shown where they arise.
    new: the name of what a button has just made, which takes the focus.
    """

    mark_optional = False
    status = 200

    def __init__(
        self,
        content: Mapping[str, Any],
        *,
        names: Sequence[str],
        problems: Sequence[Problem] = (),
        concerns: Sequence[Concern] = (),
        new: str = "",
    ):
        self._fields: dict[str, forms.Field] = {}
        self._values: dict[str, Any] = {}
        self._new = new
        self._leaves: list[Node] = []
        self._all: dict[str, Node] = {}
        hints, content = hints_of(Procedure), blank(Procedure) | dict(content)
        self.nodes = [
            self._node(Procedure, name, hints[name], content.get(name), name) for name in names
        ]
        super().__init__(self._values)
        self.fields.update(self._fields)
        for node in self._leaves:
            node.bound = self[node.name]
        self._problems = [one for one in problems if _top(one.path) in names]
        for concern in concerns:
            if _top(concern.path) in names:
                self._nearest(concern.path).concerns.append(f"{concern.words} ({concern.clause})")

    def clean(self):
        """Put each problem at its field, or else at the nearest place that holds it."""
        for problem in self._problems:
            node = self._nearest(problem.path)
            if node.bound is not None:
                shown = self._values.get(node.name)
                self.add_error(node.name, _message(node, problem, shown))
            else:
                text = f"{node.legend or node.label} {problem.message}"
                node.errors.append(text)
                self.add_error(None, text)

    def concerns_by_place(self) -> dict[str, list[str]]:
        """What the guard says, by the name of the place at which it says it."""
        return {name: node.concerns for name, node in self._all.items() if node.concerns}

    def _nearest(self, path: str) -> Node:
        """The place of a path, or the one that holds it."""
        name = name_of(path)
        while name not in self._all:
            name = name.rpartition("-")[0]
        return self._all[name]

    def summary(self) -> list[dict[str, str]]:
        """The errors for the top of the page, each with where it leads."""
        found = []
        for name, errors in self.errors.items():
            if name in self.fields:
                target, place = self[name].error_target, self._place(name)
                found += [{"text": f"{place}{text}", "target": target} for text in errors]
        placed = set()
        for name, node in self._all.items():
            place = self._place(name)
            found += [{"text": f"{place}{text}", "target": node.anchor} for text in node.errors]
            placed.update(node.errors)
        others = [str(text) for text in self.non_field_errors() if str(text) not in placed]
        return [*({"text": text, "target": ""} for text in others), *found]

    def _place(self, name: str) -> str:
        """In which entries and record of the page a place stands, to go before its error."""
        steps = name.split("-")
        above = ["-".join(steps[:end]) for end in range(2, len(steps))]
        held = [one for one in above if self._all[one].count is None]
        told = [one for one in held if one == held[-1] or one.rpartition("-")[2].isdigit()]
        return "".join(f"{self._told(one)}: " for one in told)

    def _told(self, name: str) -> str:
        """What a place is called beside others: an entry without a title by its list and number."""
        called = self._all[name].legend.rstrip(".?")
        listed = self._all.get(name.rpartition("-")[0])
        return f"{listed.label}, no. {called}" if listed and called.isdigit() else called

    def _node(self, kind: type, name: str, hint: Any, value: Any, path: str) -> Node:
        shape = shape_of(hint)
        node = Node(name=path, label=label_of(kind, name), help=help_of(kind, name))
        self._all[path] = node
        if shape.how is How.RECORDS:
            self._fill_list(node, shape, value if isinstance(value, list) else [])
        elif shape.how is How.RECORD:
            node.legend = node.label
            self._fill_optional(node, shape, value)
        else:
            self._add_field(node, shape, name, value)
        return node

    def _fill_optional(self, node: Node, shape: Shape, value: Any) -> None:
        if value is None and shape.optional:
            node.buttons = [
                Button(
                    act=f"add:{node.name}:{tag_of(one)}",
                    text=f"Add: {kind_label(one).lower()}" if tag_of(one) else "Add",
                    about=node.label,
                )
                for one in shape.options
            ]
            return
        self._fill_record(node, shape, value)
        if len(shape.options) > 1:
            node.help = f"{kind_label(shape.option(node.marker))}. {node.help}".strip()
        if shape.optional:
            node.buttons = [Button(act=f"remove:{node.name}", text="Leave out", about=node.label)]

    def _fill_record(self, node: Node, shape: Shape, value: Any) -> None:
        value = value if isinstance(value, dict) else {}
        kind = shape.option(str(value.get("kind", "")))
        value = blank(kind) | value
        node.marker = tag_of(kind) or "1"
        node.is_new = node.name == self._new
        node.below = [
            self._node(kind, name, hint, value.get(name), f"{node.name}-{name}")
            for name, hint in hints_of(kind).items()
            if name not in FIXED
        ]

    def _fill_list(self, node: Node, shape: Shape, entries: list) -> None:
        node.legend, node.count = node.label, len(entries)
        for index, entry in enumerate(entries):
            kind = shape.option(str(entry.get("kind", "")) if isinstance(entry, dict) else "")
            called = _called(entry, index)
            below = Node(name=f"{node.name}-{index}", label=called, legend=called)
            if tag_of(kind):
                below.help = kind_label(kind)
            self._all[below.name] = below
            self._fill_record(below, shape, entry)
            below.buttons = list(_entry_buttons(below.name, index, len(entries), called))
            node.below.append(below)
        if len(entries) < MOST_ENTRIES:
            node.buttons = [
                Button(
                    act=f"add:{node.name}:{tag_of(one)}",
                    text=f"Add: {kind_label(one).lower()}" if tag_of(one) else "Add another",
                    about="" if tag_of(one) else f"to {node.label}",
                )
                for one in shape.options
            ]

    def _add_field(self, node: Node, shape: Shape, name: str, value: Any) -> None:
        label = node.label
        if shape.optional and shape.how is not How.TICK and "optional" not in label.lower():
            label = f"{label} (optional)"
        widget = _widget(shape, name, value)
        node.is_short = isinstance(widget, (forms.TextInput, forms.Select))
        self._fields[node.name] = forms.Field(
            label=label, help_text=node.help, required=False, widget=widget
        )
        if shape.how is not How.TICK or value is True:
            self._values[node.name] = _shown(shape, value)
        self._leaves.append(node)


def _top(path: str) -> str:
    """The field of the procedure that a path begins with."""
    return path.split(".")[0].split("[")[0]


def _widget(shape: Shape, name: str, value: Any) -> forms.Widget:
    if shape.how is How.NUMBER:
        return WholeNumberInput({"class": "govuk-input--width-5"})
    if shape.how is How.TICK:
        return forms.CheckboxInput()
    if shape.how is How.LINES:
        return forms.Textarea({"rows": str(max(3, len(value or []) + 1))})
    if shape.how is How.JSON:
        return forms.Textarea({"rows": "8", "spellcheck": "false"})
    if shape.how is How.CHOICES:
        return Checkboxes(choices=_chosen_first(shape, value))
    if shape.how is How.CHOICE:
        known = value in {one.value for one in shape.options[0]}
        first = [] if known and not shape.optional else [("", "Choose")]
        strange = [] if known or not value else [(value, f"Not known: {value}")]
        return forms.Select(choices=[*first, *strange, *_choices(shape)])
    if name in LONG or len(str(value or "")) > 80:
        return forms.Textarea({"rows": str(min(10, 2 + len(str(value or "")) // 70))})
    return forms.TextInput({"autocomplete": "off"})


def _chosen_first(shape: Shape, value: Any) -> list[tuple[str, str]]:
    """The choices, those that are ticked in their own order before the others: it is published."""
    order = {one: index for index, one in enumerate(value if isinstance(value, list) else [])}
    return sorted(_choices(shape), key=lambda choice: order.get(choice[0], len(order)))


def _choices(shape: Shape) -> list[tuple[str, str]]:
    return [(one.value, choice_label(one)) for one in shape.options[0]]


def _shown(shape: Shape, value: Any) -> Any:
    """A value as its box shows it."""
    if shape.how is How.LINES:
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
    if shape.how is How.CHOICES:
        return value if isinstance(value, list) else []
    if shape.how is How.JSON:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if shape.how is How.TICK:
        return "on"
    return "" if value is None else str(value)


def _called(entry: Any, index: int) -> str:
    """What an entry of a list is called: by its title, else by its number."""
    values = entry if isinstance(entry, dict) else {}
    named = next((values[key] for key in ("title", "question") if values.get(key)), "")
    return f"{index + 1}. {named}" if named else f"{index + 1}."


def _entry_buttons(name: str, index: int, count: int, called: str) -> Iterator[Button]:
    if index > 0:
        yield Button(act=f"up:{name}", text="Move up", about=called)
    if index < count - 1:
        yield Button(act=f"down:{name}", text="Move down", about=called)
    yield Button(act=f"remove:{name}", text="Remove", about=called)


def _message(node: Node, problem: Problem, shown: Any) -> str:
    """What is wrong, with the name of the field before it; what to do where nothing was typed."""
    label = str(node.bound.label).removesuffix(" (optional)") if node.bound else node.label
    if not shown:
        return f"Fill in: {label}"
    place = re.search(r"\[(\d+)\]\Z", problem.path)
    line = f", line {int(place[1]) + 1}," if place else ""
    several = node.bound and isinstance(node.bound.field.widget, forms.Textarea)
    message = problem.message if several else problem.message.partition(GOT)[0]
    return f"{label}{line} {message}"


def edited_fields() -> list[str]:
    """The top-level fields of a procedure that are edited, in their order."""
    return [one.name for one in dataclasses.fields(Procedure) if one.name not in FIXED]
