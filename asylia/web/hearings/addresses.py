"""The addresses of the clerk's desk: dockets, notices, hearings, contact, court orders."""

from django.urls import path

from asylia.web.hearings import (
    attending,
    contact,
    docket,
    messages,
    notices,
    orders,
    ports,
    preparing,
    printing,
    serving,
    to_serve,
)

urlpatterns = [
    path("docket", docket.page, name="docket"),
    path("to-serve", to_serve.page, name="to-serve"),
    path("messages", messages.page, name="messages"),
    path("case/<slug:case>/notices", notices.page, name="notices"),
    path("case/<slug:case>/notices/prepare/<slug:kind>", preparing.page, name="notice-prepare"),
    path("case/<slug:case>/notices/<int:notice>", printing.page, name="notice-sheet"),
    path("case/<slug:case>/notices/<int:notice>/serve", serving.page, name="notice-serve"),
    path("case/<slug:case>/notices/<int:notice>/undelivered", serving.undelivered, name="notice-undelivered"),
    path("case/<slug:case>/hearings/<int:hearing>/attendance", attending.attendance, name="hearing-attendance"),
    path("case/<slug:case>/hearings/<int:hearing>/absence", attending.absence, name="hearing-absence"),
    path("case/<slug:case>/hearings/<int:hearing>/search", attending.search, name="hearing-search"),
    path("case/<slug:case>/hearings/<int:hearing>/postpone", attending.postpone, name="hearing-postpone"),
    path("case/<slug:case>/hearings/<int:hearing>/unexcused", attending.unexcused, name="hearing-unexcused"),
    path("case/<slug:case>/port", ports.book, name="port-book"),
    path("case/<slug:case>/record/send", ports.send, name="record-send"),
    path("orders", orders.page, name="orders"),
    path("orders/<slug:order>", orders.one, name="order"),
    path("orders/<slug:order>/act", orders.act, name="order-act"),
    path("case/<slug:case>/contact", contact.plan, name="contact"),
    path("case/<slug:case>/contact/change", contact.change, name="contact-change"),
    path("case/<slug:case>/contact/tried", contact.tried, name="contact-tried"),
    path("case/<slug:case>/contact/lost", contact.lost, name="contact-lost"),
]
