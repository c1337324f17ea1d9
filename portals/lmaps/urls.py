"""Addresses of this door."""

app_name = "lmaps"
urlpatterns = []
