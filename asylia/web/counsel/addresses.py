"""The addresses of counsel's desk: clients, calendar, filings, requests, calls, records, and former clients."""

from django.urls import path

from asylia.web.counsel import answers, asking, calendar, clients, entering, filings, former, record

CASE = "case/<slug:case>"

urlpatterns = [
    path("clients", clients.listing, name="clients"),
    path("clients/enter", entering.page, name="client-enter"),
    path("clients/calendar", calendar.page, name="client-calendar"),
    path("clients/filings", answers.page, name="client-filings"),
    path("clients/former", former.listing, name="former-clients"),
    path("feed/<str:token>.ics", calendar.feed, name="calendar-feed"),
    path(f"{CASE}/file/evidence", filings.evidence, name="file-evidence"),
    path(f"{CASE}/file/remedy", filings.remedy, name="file-remedy"),
    path(f"{CASE}/file/again", filings.again, name="file-again"),
    path(f"{CASE}/ask", asking.request, name="client-ask"),
    path(f"{CASE}/call", asking.call, name="client-call"),
    path(f"{CASE}/whole", record.page, name="client-record"),
    path(f"{CASE}/whole/extract", record.extract, name="client-extract"),
    path(f"{CASE}/whole/proof", record.proof, name="client-proof"),
    path(f"{CASE}/whole/filing/<int:number>/receipt", record.filed, name="client-receipt"),
    path(f"{CASE}/kept", former.page, name="former-client"),
    path(f"{CASE}/kept/notice/<int:number>", former.notice, name="former-notice"),
    path(f"{CASE}/kept/filing/<int:number>", former.file, name="former-file"),
]
