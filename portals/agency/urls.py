"""Addresses of this door."""

from django.urls import path

from portals.agency import views

app_name = "agency"
urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("<slug:slug>/<int:case_id>/", views.case, name="case"),
    path("<slug:slug>/<int:case_id>/actions/<int:action_id>/", views.progress, name="progress"),
    path("<slug:slug>/<int:case_id>/requests/<int:request_id>/", views.answer, name="answer"),
]
