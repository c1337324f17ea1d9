"""More cases of the same kind for a bigger demonstration: finished stories with other people."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from portals.demo.stories.shape import Someone, Story

FURTHER_BACK = 9  # working days that each retelling lies before the one before it
MOST = 20

FIRST = (
    "Abigail", "Bashir", "Cordelia", "Dougal", "Eluned", "Farouk", "Greta", "Hector", "Isolde",
    "Jasminder", "Kofi", "Lavinia", "Magnus", "Niamh", "Osman", "Petra", "Quentin", "Rukhsana",
    "Stellan", "Thandiwe", "Ursula", "Vikram", "Winston", "Yolanda",
)  # fmt: skip
LAST = (
    "Aldercott", "Brackenbury", "Chowdhury", "Dunmore", "Ellerker", "Fazakerley", "Grimethorpe",
    "Hollinshead", "Inchbald", "Jeyaratnam", "Kettlewell", "Lumbering", "Mwangi", "Nettleship",
    "Oyelaran", "Pickersgill", "Quarmby", "Rakowski", "Skidmore", "Tollemache", "Uttley",
    "Venkataraman", "Wolstenholme", "Yardley",
)  # fmt: skip


def is_finished(story: Story) -> bool:
    """Whether a story ends by itself: closed or withdrawn, and no PCC office came into it."""
    acts = [step.act for step in story.course]
    return bool(acts) and acts[-1] in {"close", "withdraw"} and "ask_pcc" not in acts


def retold(stories: tuple[Story, ...], *, times: int, chance: Random) -> Iterator[Story]:
    """The stories, and each finished one again until it has been told so many times."""
    yield from stories
    for number in range(1, times):
        for story in filter(is_finished, stories):
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
            mail = name.lower().replace(" ", ".") if story.applicant.mail else ""
            earlier = replace(story.arrived, ago=story.arrived.ago + FURTHER_BACK * number)
            yield replace(
                story,
                key=f"{story.key}-{number}",
                arrived=earlier,
                applicant=replace(story.applicant, name=name, mail=mail),
                victim=story.victim and Someone(name=f"{name} senior"),
            )
