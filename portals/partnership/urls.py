"""Addresses of the partnership's own administration and audit, under partnership/<slug>/."""

from django.urls import path

from portals.partnership.views import administration, auditing

app_name = "partnership"
urlpatterns = [
    path("", administration.overview, name="overview"),
    path("people/", administration.people, name="people"),
    path("people/<int:membership_id>/end/", administration.end_membership, name="end_membership"),
    path("people/<int:membership_id>/invite/", administration.invite, name="invite"),
    path("procedure/", administration.procedure, name="procedure"),
    path("statistics/", administration.statistics, name="statistics"),
    path("audit/", auditing.audit, name="audit"),
    path("audit/<str:reference>/", auditing.audit_case, name="audit_case"),
]
