"""Addresses of this door."""

app_name = "agency"
urlpatterns = []
