"""What goes out and what comes in, for the answers and for the OpenAPI schema."""

from rest_framework import serializers

from cases.models import Action
from cases.status import Command, Status


class NextActSerializer(serializers.Serializer):
    """What comes next in a case; `act` is null where others must move first."""

    act = serializers.ChoiceField(choices=Command.values, allow_null=True)
    text = serializers.CharField()


class CaseSummarySerializer(serializers.Serializer):
    """One case of the work list."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    status_text = serializers.CharField()
    district = serializers.CharField()
    next_due_on = serializers.DateField(allow_null=True)
    next_act = NextActSerializer()


class CasePageSerializer(serializers.Serializer):
    """A page of the work list; `next` is its address, null on the last page."""

    next = serializers.URLField(allow_null=True)
    results = CaseSummarySerializer(many=True)


class DeadlineSerializer(serializers.Serializer):
    """One legal date of a case."""

    limit = serializers.CharField(help_text="The time limit's name in the procedure.")
    round = serializers.IntegerField()
    due_on = serializers.DateField()
    binding_on = serializers.DateField(help_text="The extended date where there is one.")
    told_on = serializers.DateField(allow_null=True)
    met_at = serializers.DateTimeField(allow_null=True)
    lapsed_at = serializers.DateTimeField(allow_null=True)


class CaseSerializer(CaseSummarySerializer):
    """One case, without what it is about."""

    version = serializers.IntegerField()
    round = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    responded_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    risk_band = serializers.CharField(allow_blank=True)
    vulnerable = serializers.BooleanField()
    needs_adjustments = serializers.BooleanField()
    deadlines = DeadlineSerializer(many=True)


class TaskSerializer(serializers.Serializer):
    """One open action of the caller's agencies."""

    id = serializers.IntegerField()
    partnership = serializers.CharField()
    reference = serializers.CharField()
    agency = serializers.CharField()
    wording = serializers.CharField(source="text")
    due_on = serializers.DateField(source="due.on")
    state = serializers.CharField(source="due.state", help_text="overdue, today, soon or later")
    url = serializers.SerializerMethodField(help_text="Where the action is read and progressed.")

    def get_url(self, task) -> str:
        """The action's address."""
        return self.context["url_of"](task)


class TaskPageSerializer(serializers.Serializer):
    """A page of actions; `next` is its address, null on the last page."""

    next = serializers.URLField(allow_null=True)
    results = TaskSerializer(many=True)


class ActionSerializer(serializers.Serializer):
    """One action. `version` is the case's: send it back with progress."""

    id = serializers.IntegerField()
    case_id = serializers.IntegerField()
    reference = serializers.CharField()
    wording = serializers.CharField()
    agency = serializers.CharField()
    due_on = serializers.DateField()
    status = serializers.ChoiceField(choices=Action.Status.choices)
    version = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer):
    """How far an action is; dropping it needs the reason in the note."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=Action.Status.choices)
    note = serializers.CharField(max_length=4000)


class RefusalSerializer(serializers.Serializer):
    """Why nothing was done."""

    detail = serializers.CharField()
