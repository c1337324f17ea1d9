"""The pages of the editor: which fields of a procedure stand on which page.

A field that no page names has a page of its own, so that one that is new can be edited at once.
"""

from dataclasses import dataclass, replace

from portals.partnership.editing.forms import edited_fields
from thresholds.labels import help_of, label_of
from thresholds.procedure import Procedure


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page. key: its name in the address. names: fields of the procedure."""

    key: str
    title: str
    names: tuple[str, ...]
    help: str = ""


_GROUPED = (
    Part(key="names", title="Names and text", names=("title", "source", "names", "assessed_by")),
    Part(key="threshold", title="Threshold", names=("threshold",)),
    Part(key="exclusions", title="When something else may help sooner", names=("exclusions",)),
    Part(
        key="time-limits",
        title="Time limits and counting",
        names=("counting", "time_limits", "meeting_limits"),
    ),
    Part(key="risk", title="Risk matrix", names=("risk_matrix",)),
    Part(
        key="review",
        title="Review by the local policing body, peer review",
        names=("policing_body_review", "peer_review_considered"),
    ),
    Part(key="letters", title="Facts of letters", names=("letters",)),
    Part(
        key="open-questions",
        title="To be confirmed",
        names=("open_questions", "not_expressed"),
    ),
)


def parts() -> tuple[Part, ...]:
    """The pages, in the order in which they are offered."""
    fields = edited_fields()
    grouped = {name for part in _GROUPED for name in part.names}
    there = [replace(one, names=tuple(n for n in one.names if n in fields)) for one in _GROUPED]
    return (
        *there,
        *(
            Part(
                key=name.replace("_", "-"),
                title=label_of(Procedure, name),
                names=(name,),
                help=help_of(Procedure, name),
            )
            for name in fields
            if name not in grouped
        ),
    )


def part_of(key: str) -> Part | None:
    """The page of an address; None where there is none."""
    return next((part for part in parts() if part.key == key), None)


def part_with(path: str) -> Part | None:
    """The page on which a path of the procedure is edited."""
    name = path.split(".")[0].split("[")[0]
    return next((part for part in parts() if name in part.names), None)
