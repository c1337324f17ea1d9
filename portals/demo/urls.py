"""Addresses of this door."""

app_name = "demo"
urlpatterns = []
