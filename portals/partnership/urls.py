"""Addresses of the partnership's own administration and audit, under partnership/<slug>/."""

from django.urls import path

from portals.partnership.views import (
    administration,
    auditing,
    calendar,
    editing,
    letter_look,
    post,
    previewing,
    reminding,
    surveying,
    versions,
    wording,
)

app_name = "partnership"
urlpatterns = [
    path("", administration.overview, name="overview"),
    path("people/", administration.people, name="people"),
    path("people/<int:membership_id>/end/", administration.end_membership, name="end_membership"),
    path("people/<int:membership_id>/invite/", administration.invite, name="invite"),
    path("procedure/", administration.procedure, name="procedure"),
    path("procedures/", versions.versions, name="versions"),
    path("procedures/start/", versions.start_draft, name="start_draft"),
    path("procedures/<int:procedure_id>/", versions.version, name="version"),
    path("procedures/<int:procedure_id>/edit/<slug:key>/", editing.edit_part, name="edit_part"),
    path("procedures/<int:procedure_id>/asked/", versions.consult, name="consult"),
    path("procedures/<int:procedure_id>/give-up/", versions.discard_draft, name="discard_draft"),
    path("procedures/<int:procedure_id>/publish/", versions.publish, name="publish"),
    path("procedures/<int:procedure_id>/what-if/", versions.what_if, name="what_if"),
    path(
        "procedures/<int:procedure_id>/letters/<slug:kind>/",
        previewing.preview_letter,
        name="preview_letter",
    ),
    path("procedures/<int:procedure_id>/file/", versions.export_version, name="export_version"),
    path("procedures/<int:procedure_id>/beside/<int:other_id>/", versions.compare, name="compare"),
    path("letter-look/", letter_look.letter_look, name="letter_look"),
    path("letters/", wording.letters, name="letters"),
    path(
        "letters/<slug:kind>/<slug:paragraph>/",
        wording.word_letter,
        name="word_letter",
    ),
    path("reminders/", reminding.reminders, name="reminders"),
    path("reminders/<int:message_id>/again/", reminding.remind_again, name="remind_again"),
    path("reminders/<int:message_id>/arrived/", reminding.remind_arrived, name="remind_arrived"),
    path("your-reminders/", reminding.own_reminders, name="own_reminders"),
    path("agencies/<int:agency_id>/", administration.agency_mailbox, name="agency_mailbox"),
    path("post/", post.post, name="post"),
    path("survey/", surveying.survey, name="survey"),
    path("days-off/", calendar.days_off, name="days_off"),
    path("days-off/<int:day_id>/remove/", calendar.remove_day_off, name="remove_day_off"),
    path("statistics/", administration.statistics, name="statistics"),
    path("audit/", auditing.audit, name="audit"),
    path("audit/post/", auditing.audit_post, name="audit_post"),
    path("audit/<str:reference>/", auditing.audit_case, name="audit_case"),
]
