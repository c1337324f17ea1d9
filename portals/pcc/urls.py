"""Addresses of the PCC office's door, under pcc/<area>/."""

from django.urls import path

from portals.pcc.views import acts, procedures, reading

app_name = "pcc"
urlpatterns = [
    path("", reading.worklist, name="worklist"),
    path("statistics/", reading.statistics, name="statistics"),
    path("procedures/", procedures.procedures, name="procedures"),
    path(
        "procedures/<slug:partnership>/<int:procedure_id>/beside/<int:other_id>/",
        procedures.compare,
        name="compare",
    ),
    path("reviews/<int:review_id>/", reading.review, name="review"),
    path("reviews/<int:review_id>/letters/<int:letter_id>/", reading.letter, name="letter"),
    path(
        "reviews/<int:review_id>/letters/<int:letter_id>/twins/<slug:form>/",
        reading.letter_twin,
        name="letter_twin",
    ),
    path("reviews/<int:review_id>/eligibility/", acts.eligibility, name="eligibility"),
    path("reviews/<int:review_id>/ask/", acts.ask, name="ask"),
    path("reviews/<int:review_id>/begin/", acts.begin, name="begin"),
    path("reviews/<int:review_id>/outcome/", acts.outcome, name="outcome"),
    path("reviews/<int:review_id>/close/", acts.close, name="close"),
    path("reviews/<int:review_id>/note/", acts.note, name="note"),
]
