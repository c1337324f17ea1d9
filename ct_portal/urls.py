"""Every address of the service: one line a door."""

from django.conf import settings
from django.urls import include, path

from ct_portal import health
from portals.home import staff_home

urlpatterns = [
    path("", include("portals.public.urls")),
    path("staff/", staff_home, name="staff_home"),
    path("spoc/<slug:slug>/", include("portals.spoc.urls")),
    path("lmaps/<slug:slug>/", include("portals.lmaps.urls")),
    path("agency/", include("portals.agency.urls")),
    path("pcc/<slug:area>/", include("portals.pcc.urls")),
    path("partnership/<slug:slug>/", include("portals.partnership.urls")),
    path("api/v1/", include("portals.api.urls")),
    path("notify/", include("portals.notify.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/deep", health.deep, name="health_deep"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("portals.demo.urls")))

handler400 = "portals.outages.bad_request"
handler500 = "portals.outages.server_error"
