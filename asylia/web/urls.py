"""Every address of the site. A name that stands here and not in access.py opens for nobody."""

from django.urls import path

from asylia.web import act, case
from asylia.web.public import plain, sign_in
from asylia.web.supervisor import assigning, dissent, passing, review, reviews, to_review

urlpatterns = [
    path("", sign_in.start, name="start"),
    path("sign-in", sign_in.page, name="sign-in"),
    path("sign-out", sign_in.leave, name="sign-out"),
    path("promises", plain.promises, name="promises"),
    path("keys", plain.keys, name="keys"),
    path("case/<slug:case>", case.page, name="case"),
    path("case/<slug:case>/act/<slug:act>", act.page, name="act"),
    path("to-review", to_review.page, name="to-review"),
    path("case/<slug:case>/review", review.page, name="review"),
    path("case/<slug:case>/reviews", reviews.page, name="reviews"),
    path("case/<slug:case>/reviews/again", reviews.ask_again, name="ask-again"),
    path("case/<slug:case>/reviews/dissent", dissent.page, name="dissent"),
    path("case/<slug:case>/review/pass", passing.page, name="pass-review"),
    path("case/<slug:case>/officer", assigning.assign, name="assign"),
    path("case/<slug:case>/officer/another", assigning.reassign, name="reassign"),
    path("healthz", plain.healthz, name="healthz"),
]

handler404 = "asylia.web.errors.not_here"
