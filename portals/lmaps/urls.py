"""Addresses of this door."""

from django.urls import path

from portals.lmaps import views

app_name = "lmaps"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("meetings/<int:meeting_id>/", views.meeting, name="meeting"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/involvement/", views.involvement, name="involvement"),
    path("cases/<str:reference>/draft-plan/", views.draft_plan, name="draft_plan"),
    path("cases/<str:reference>/plan/", views.plan, name="plan"),
    path("cases/<str:reference>/actions/<int:action_id>/", views.progress, name="progress"),
]
