"""Addresses of this door."""

app_name = "pcc"
urlpatterns = []
