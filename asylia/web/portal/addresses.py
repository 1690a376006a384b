"""The addresses of the person's own pages. None names a case: which one it is, the visit says."""

from django.urls import path

from asylia.web.portal import (
    afraid,
    asking,
    contact,
    documents,
    home,
    lawyer,
    looks,
    papers,
    readback,
    relatives,
    secret,
    sign_in,
)

urlpatterns = [
    path("own", home.page, name="own"),
    path("own/sign-in", sign_in.page, name="own-sign-in"),
    path("own/link", sign_in.ask_link, name="own-ask-link"),
    path("own/link/<str:token>", sign_in.link, name="own-link"),
    path("own/leave", sign_in.leave, name="own-leave"),
    path("own/closed", sign_in.over, name="own-over"),
    path("own/words", afraid.page, name="own-afraid"),
    path("own/now", afraid.sending_back, name="own-sending-back"),
    path("own/contact", contact.page, name="own-contact"),
    path("own/contact/<str:kind>", contact.way, name="own-way"),
    path("own/ask", asking.page, name="own-ask"),
    path("own/summary", readback.page, name="own-readback"),
    path("own/summary/<int:fact>", readback.correct, name="own-correct"),
    path("own/papers", papers.page, name="own-papers"),
    path("own/papers/<int:entry>/<str:form>", papers.paper, name="own-paper"),
    path("own/documents", documents.page, name="own-documents"),
    path("own/relatives", relatives.page, name="own-relatives"),
    path("own/lawyer", lawyer.page, name="own-lawyer"),
    path("own/looks", looks.page, name="own-looks"),
    path("own/digits", secret.page, name="own-secret"),
]
