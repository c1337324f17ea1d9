"""Addresses of this door."""

from django.urls import path

from portals.notify import views

app_name = "notify"
urlpatterns = [path("receipts/", views.receipts, name="receipts")]
