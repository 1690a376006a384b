"""Every address of the site. A name that stands here and not in access.py opens for nobody."""

from django.urls import path

from asylia.web import act, case, informing, receipts, search, spoken
from asylia.web.border import (
    advisal,
    custody,
    encounters,
    ending,
    family,
    fear,
    health,
    language,
    opening,
    placement,
    receipt,
    reports,
    said,
    sending_back,
)
from asylia.web.counsel import addresses as counsel
from asylia.web.courtdata import publications
from asylia.web.headquarters import drawn, drawn_list, panel, regimes, staff
from asylia.web.hearings import addresses as hearings
from asylia.web.judge import remedy
from asylia.web.monitor import reporting, statements
from asylia.web.officer import addresses as officer
from asylia.web.officer import matching
from asylia.web.overseer import alarms, board, case_record, counting, keeping, looks, record
from asylia.web.portal import addresses as portal
from asylia.web.portal import answering
from asylia.web.portal import desk as own_pages_desk
from asylia.web.post import departures, stays
from asylia.web.public import afraid, carriers, check, legal_help, passkeys, plain, sign_in
from asylia.web.specialist import private, searches
from asylia.web.supervisor import assigning, dissent, passing, reconsideration, review, reviews, to_review

urlpatterns = [
    path("", sign_in.start, name="start"),
    path("sign-in", sign_in.page, name="sign-in"),
    path("sign-in/options", sign_in.challenge, name="sign-in-options"),
    path("sign-out", sign_in.leave, name="sign-out"),
    path("stay", sign_in.stay, name="stay"),
    path("enrol", passkeys.register_first, name="enrol"),
    path("enrol/options", passkeys.options_for_first, name="enrol-options"),
    path("passkeys", passkeys.page, name="passkeys"),
    path("passkeys/options", passkeys.options_for_another, name="passkeys-options"),
    path("promises", plain.promises, name="promises"),
    path("keys", plain.keys, name="keys"),
    path("case/<slug:case>", case.page, name="case"),
    path("case/<slug:case>/act/<slug:act>", act.page, name="act"),
    path("case/<slug:case>/receipts", receipts.page, name="receipts"),
    path("case/<slug:case>/sheets/readback", informing.readback, name="readback-sheet"),
    path("case/<slug:case>/sheets/<slug:sheet>", informing.page, name="informing-sheet"),
    path("case/<slug:case>/receipt/<int:entry>", receipts.sheet, name="receipt"),
    path("search", search.page, name="search"),
    path("scripts", spoken.listing, name="scripts"),
    path("scripts/<slug:language>/<slug:notice>", spoken.page, name="script"),
    path("scripts/<slug:language>/<slug:notice>/<str:segment>", spoken.sound, name="sound"),
    *officer.urlpatterns,
    *hearings.urlpatterns,
    path("unmatched", matching.page, name="unmatched"),
    path("case/<slug:case>/match", matching.match, name="match"),
    path("to-review", to_review.page, name="to-review"),
    path("case/<slug:case>/review", review.page, name="review"),
    path("case/<slug:case>/reviews", reviews.page, name="reviews"),
    path("case/<slug:case>/reviews/again", reviews.ask_again, name="ask-again"),
    path("case/<slug:case>/reviews/dissent", dissent.page, name="dissent"),
    path("case/<slug:case>/review/pass", passing.page, name="pass-review"),
    path("remedies", remedy.listing, name="remedies"),
    path("case/<slug:case>/remedy", remedy.page, name="remedy"),
    path("statements", statements.page, name="monitor"),
    path("statements/fear", reporting.page, {"kind": "fear"}, name="monitor-fear"),
    path("statements/encounter", reporting.page, {"kind": "encounter"}, name="monitor-encounter"),
    path("board", board.page, name="board"),
    path("alarms", alarms.page, name="alarms"),
    path("case/<slug:case>/answer", alarms.answer, name="answer"),
    path("record", record.page, name="record"),
    path("case/<slug:case>/record", case_record.page, name="case-record"),
    path("case/<slug:case>/looks", looks.page, name="looks"),
    path("refusals", counting.refusals, name="refusals"),
    path("likelihood", counting.likelihood, name="likelihood"),
    path("keeping", keeping.page, name="keeping"),
    path("keeping/hold", keeping.place, name="hold-place"),
    path("keeping/hold/<slug:hold>", keeping.hold, name="hold"),
    path("keeping/erasure", keeping.ask, name="erasure-ask"),
    path("keeping/erasure/<slug:erasure>", keeping.erasure, name="erasure"),
    path("drawn", drawn_list.listing, name="drawn-reviews"),
    path("drawn/<slug:place>/<slug:step>", drawn.page, name="drawn-review"),
    path("panels", panel.listing, name="panels"),
    path("case/<slug:case>/panel", panel.vote, name="panel"),
    path("case/<slug:case>/panel/propose", panel.propose, name="propose"),
    path("case/<slug:case>/override", panel.override, name="override"),
    path("case/<slug:case>/again", reconsideration.page, name="look-again"),
    path("regimes", regimes.page, name="regimes"),
    path("staff", staff.listing, name="staff"),
    path("staff/appoint", staff.appoint, name="staff-appoint"),
    path("staff/<slug:staff>", staff.member, name="staff-member"),
    path("staff/<slug:staff>/code", staff.code, name="staff-code"),
    path("staff/<slug:staff>/<slug:act>", staff.act, name="staff-act"),
    path("case/<slug:case>/officer", assigning.assign, name="assign"),
    path("case/<slug:case>/officer/another", assigning.reassign, name="reassign"),
    # The border desk
    path("encounters", encounters.page, name="encounters"),
    path("encounters/open", opening.opening, name="encounter-open"),
    path("encounter/<slug:case>/person", opening.page, name="encounter-person"),
    path("encounter/<slug:case>/language", language.page, name="encounter-language"),
    path("encounter/<slug:case>/family", family.page, name="encounter-family"),
    path("encounter/<slug:case>/health", health.page, name="encounter-health"),
    path("encounter/<slug:case>/fear", fear.page, name="encounter-fear"),
    path("encounter/<slug:case>/said", said.page, name="encounter-said"),
    path("encounter/<slug:case>/not-asked", reports.not_asked, name="encounter-not-asked"),
    path("encounter/<slug:case>/separated", reports.separated, name="encounter-separated"),
    path("encounter/<slug:case>/born", reports.born, name="encounter-born"),
    path("encounter/<slug:case>/exempted", reports.exempted, name="encounter-exempted"),
    path("encounter/<slug:case>/returned", reports.returned, name="encounter-returned"),
    path("encounter/<slug:case>/receipt", receipt.page, name="encounter-receipt"),
    path("encounter/<slug:case>/advisal", advisal.page, name="encounter-advisal"),
    path("encounter/<slug:case>/placement", placement.page, name="encounter-placement"),
    path("encounter/<slug:case>/custody", custody.page, name="encounter-custody"),
    path("encounter/<slug:case>/return", sending_back.page, name="encounter-return"),
    path("encounter/<slug:case>/end", ending.page, name="encounter-end"),
    # The specialist's desk
    path("private", private.listing, name="private"),
    path("case/<slug:case>/resolve", private.resolve, name="resolve"),
    path("case/<slug:case>/representative", private.represent, name="representative"),
    path("case/<slug:case>/kinship", private.disprove, name="kinship"),
    path("searches", searches.page, name="searches"),
    path("searches/<slug:case>/<int:number>/alone", searches.alone, name="search-alone"),
    path("searches/<slug:case>/<int:number>/tried", searches.tried, name="search-tried"),
    path("searches/<slug:case>/<int:number>/touch", searches.touch, name="search-touch"),
    path("searches/<slug:case>/<int:number>/close", searches.close, name="search-close"),
    # The duty post
    path("stays", stays.listing, name="stays"),
    path("departures", departures.page, name="departures"),
    path("departures/<int:number>", departures.drawn, name="departure-list"),
    path("case/<slug:case>/stay", stays.acknowledge, name="stay-acknowledge"),
    path("case/<slug:case>/custody", stays.custody, name="post-custody"),
    *counsel.urlpatterns,
    path("messages/report/<int:message>", carriers.report, name="message-report"),
    *portal.urlpatterns,
    path("case/<slug:case>/own-pages", own_pages_desk.page, name="access"),
    path("case/<slug:case>/asked", answering.page, name="asked"),
    path("help/legal", legal_help.page, name="legal-help"),
    path("help/legal/list", legal_help.put, name="legal-help-list"),
    path("afraid", afraid.page, name="afraid"),
    path("hide", afraid.hide, name="hide"),
    path("check", check.page, name="check"),
    path("check/keys", check.keys, name="check-keys"),
    path("check/offline.html", check.offline, name="check-offline"),
    path("check/verifier.py", check.verifier, name="check-verifier"),
    path("court-data.css", publications.stylesheet, name="court-data-style"),
    path("court-data/", publications.listing, name="court-data"),
    path("court-data/<str:publication>/", publications.page, name="court-data-publication"),
    path("court-data/<str:publication>/<str:file>", publications.page, name="court-data-file"),
    path("sheet.css", plain.sheet_style, name="sheet-style"),
    path("healthz", plain.healthz, name="healthz"),
]

handler404 = "asylia.web.errors.not_here"
handler500 = "asylia.web.errors.fault"
