"""One address."""

from django.urls import path

from bench.limit_site.views import queue

urlpatterns = [path("<int:partnership_id>/", queue)]
