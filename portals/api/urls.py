"""Addresses of the REST API, under api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import IsAuthenticated

from portals.api import views

app_name = "api"
urlpatterns = [
    path(
        "schema/",
        SpectacularJSONAPIView.as_view(permission_classes=[IsAuthenticated]),
        name="schema",
    ),
    path("actions/", views.actions, name="actions"),
    path("<slug:slug>/cases/", views.cases, name="cases"),
    path("<slug:slug>/cases/<str:reference>/", views.case, name="case"),
    path("<slug:slug>/cases/<int:case_id>/actions/<int:action_id>/", views.action, name="action"),
]
