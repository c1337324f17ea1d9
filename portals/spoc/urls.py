"""Addresses of this door."""

app_name = "spoc"
urlpatterns = []
