"""Addresses of the demonstration's own pages, under demo/; not there outside demo mode."""

from django.urls import path

from portals.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.index, name="index"),
    path("sign-in/<int:user_id>/", views.sign_in, name="sign_in"),
    path("mail/", views.mailbox, name="mailbox"),
    path("mail/<int:mail_id>/", views.mail, name="mail"),
    path("clock/", views.clock, name="clock"),
    path("components/", views.components, name="components"),
]
