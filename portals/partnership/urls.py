"""Addresses of this door."""

app_name = "partnership"
urlpatterns = []
