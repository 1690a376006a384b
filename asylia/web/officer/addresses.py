"""The addresses of the asylum officer's desk."""

from django.urls import path

from asylia.web import documents
from asylia.web.officer import (
    advisal,
    booking,
    conditions,
    counsel,
    determination,
    evidence,
    interpreter,
    interview,
    leaving,
    readback,
    withdrawal,
    work,
)

CASE = "case/<slug:case>"

urlpatterns = [
    path("my-work", work.page, name="my-work"),
    path(f"{CASE}/interview", interview.page, name="interview"),
    path(f"{CASE}/interview/booking", booking.book, name="book"),
    path(f"{CASE}/interview/another-time", booking.postpone, name="postpone"),
    path(f"{CASE}/interview/interpreter", interpreter.page, name="interpreter"),
    path(f"{CASE}/interview/explained", advisal.page, name="advisal"),
    path(f"{CASE}/interview/conditions", conditions.begin, name="begin"),
    path(f"{CASE}/interview/inconsistency", interview.put, name="inconsistency"),
    path(f"{CASE}/interview/break", interview.pause, name="break"),
    path(f"{CASE}/interview/after-break", conditions.resume, name="resume"),
    path(f"{CASE}/interview/end", interview.end, name="end-interview"),
    path(f"{CASE}/counsel", counsel.enters, name="counsel-enters"),
    path(f"{CASE}/counsel/end", counsel.ends, name="counsel-ends"),
    path(f"{CASE}/counsel/refusal", counsel.refused, name="counsel-refused"),
    path(f"{CASE}/read-back", readback.page, name="readback"),
    path(f"{CASE}/evidence", evidence.page, name="evidence"),
    path(f"{CASE}/evidence/add", evidence.add, name="evidence-add"),
    path(f"{CASE}/filing/<int:number>/accept", evidence.accept, name="evidence-accept"),
    path(f"{CASE}/filing/<int:number>/reject", evidence.reject, name="evidence-reject"),
    path(f"{CASE}/filing/<int:number>/<slug:which>", documents.of_filing, name="filing-file"),
    path(f"{CASE}/claim/<int:claim>/evidence/<int:number>/<slug:which>", documents.of_evidence, name="evidence-file"),
    path(f"{CASE}/evidence/country", evidence.consult, name="country-information"),
    path(f"{CASE}/worksheet", determination.page, name="worksheet"),
    path(f"{CASE}/withdrawal", withdrawal.said, name="withdrawal"),
    path(f"{CASE}/withdrawal/confirm", withdrawal.confirmed, name="confirm-withdrawal"),
    path(f"{CASE}/withdrawal/undo", withdrawal.undone, name="undo-withdrawal"),
    path(f"{CASE}/step-back", leaving.recuse, name="recuse"),
    path(f"{CASE}/contacted", leaving.contacted, name="contacted"),
]
