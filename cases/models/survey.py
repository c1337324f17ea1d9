"""What people who had a review say of it afterwards, kept so that nobody can be found (ADR 34)."""

from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from organisations.rls import STAFF, Protection


class SurveyAnswer(TenantRow):
    """One person's answers: of which quarter, and nothing that leads to a case or a person.

    No event goes with it, which would tell the minute. quarter_began_on: its first day. Each answer
    may be empty, but not all of them.
    """

    protection = Protection(level=STAFF)

    class Extent(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    class Change(models.TextChoices):
        BETTER = "better", "Yes, much better"
        LITTLE = "little", "A little better"
        SAME = "same", "It is the same"
        WORSE = "worse", "It is worse"

    class Effort(models.TextChoices):
        EASY = "easy", "Easy"
        BETWEEN = "between", "Neither easy nor hard"
        HARD = "hard", "Hard"

    quarter_began_on = models.DateField()
    knew_next = models.CharField(
        "Did you know what would happen next?", max_length=10, choices=Extent, blank=True
    )
    kept_informed = models.CharField(
        "Were you kept up to date?", max_length=10, choices=Extent, blank=True
    )
    listened_to = models.CharField(
        "Did you feel listened to?", max_length=10, choices=Extent, blank=True
    )
    got_better = models.CharField(
        "Has the problem got better?", max_length=10, choices=Change, blank=True
    )
    how_hard = models.CharField(
        "How hard was it to ask for a review?", max_length=10, choices=Effort, blank=True
    )
    words = models.TextField("Is there anything else that you want to tell us?", blank=True)

    QUESTIONS = ("knew_next", "kept_informed", "listened_to", "got_better", "how_hard")

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "quarter_began_on"], name="survey_answer_quarter")
        ]
        constraints = [
            models.CheckConstraint(
                name="survey_answer_known",
                condition=Q(
                    knew_next__in=["", "yes", "partly", "no"],
                    kept_informed__in=["", "yes", "partly", "no"],
                    listened_to__in=["", "yes", "partly", "no"],
                    got_better__in=["", "better", "little", "same", "worse"],
                    how_hard__in=["", "easy", "between", "hard"],
                ),
            ),
            models.CheckConstraint(
                name="survey_answer_says_something",
                condition=~Q(
                    knew_next="",
                    kept_informed="",
                    listened_to="",
                    got_better="",
                    how_hard="",
                    words="",
                ),
            ),
            models.CheckConstraint(
                name="survey_answer_names_a_quarter",
                condition=Q(quarter_began_on__day=1, quarter_began_on__month__in=[1, 4, 7, 10]),
            ),
        ]

    def __str__(self):
        return f"Answer of the quarter from {self.quarter_began_on}"

    @classmethod
    def question(cls, name: str) -> str:
        """A question as people are asked it."""
        return cls._meta.get_field(name).verbose_name
