"""Addresses of this door."""

app_name = "public"
urlpatterns = []
