"""Every table of the review, in one list for Django and for the row-level-security test."""

from cases.models.applications import (
    Application,
    Consent,
    Incident,
    Involvement,
    Person,
    Report,
    SafeContact,
)
from cases.models.asking import ApplicantRequest
from cases.models.assessment import Assessment, AssessmentParty, Decision, RiskAssessment
from cases.models.case import Case, PeerReviewConsideration
from cases.models.deadlines import Deadline, PccWindow
from cases.models.drafts import ApplicationDraft
from cases.models.events import Event, EventFacts, OutboxEntry
from cases.models.grants import AccessKey, CaseGrant
from cases.models.information import InformationRequest
from cases.models.meetings import AgendaItem, Invitation, Meeting, VictimInvolvement
from cases.models.pcc import PccNote, PccReview
from cases.models.plans import (
    Action,
    ActionChange,
    ActionPlan,
    ActionUpdate,
    DraftComment,
    DraftPlan,
    Recommendation,
)
from cases.models.search import CaseToken
from cases.models.statistics import StatisticsEntry
from cases.models.survey import SurveyAnswer

__all__ = [
    "AccessKey",
    "Action",
    "ActionChange",
    "ActionPlan",
    "ActionUpdate",
    "AgendaItem",
    "ApplicantRequest",
    "Application",
    "ApplicationDraft",
    "Assessment",
    "AssessmentParty",
    "Case",
    "CaseGrant",
    "CaseToken",
    "Consent",
    "Deadline",
    "Decision",
    "DraftComment",
    "DraftPlan",
    "Event",
    "EventFacts",
    "Incident",
    "InformationRequest",
    "Invitation",
    "Involvement",
    "Meeting",
    "OutboxEntry",
    "PccNote",
    "PccReview",
    "PccWindow",
    "PeerReviewConsideration",
    "Person",
    "Recommendation",
    "Report",
    "RiskAssessment",
    "SafeContact",
    "StatisticsEntry",
    "SurveyAnswer",
    "VictimInvolvement",
]
