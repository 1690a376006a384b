"""Every address of the site. A name that stands here and not in access.py opens for nobody."""

from django.urls import path

from asylia.web import act, case
from asylia.web.public import plain, sign_in

urlpatterns = [
    path("", sign_in.start, name="start"),
    path("sign-in", sign_in.page, name="sign-in"),
    path("sign-out", sign_in.leave, name="sign-out"),
    path("promises", plain.promises, name="promises"),
    path("keys", plain.keys, name="keys"),
    path("case/<slug:case>", case.page, name="case"),
    path("case/<slug:case>/act/<slug:act>", act.page, name="act"),
    path("healthz", plain.healthz, name="healthz"),
]

handler404 = "asylia.web.errors.not_here"
