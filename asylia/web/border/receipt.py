"""Receipt: what the person is handed after every answer, a no included, to print and to read aloud."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.core.standing import is_open
from asylia.web import cases
from asylia.web.border.steps import beside
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.paper import filed, files
from asylia.web.receipt import receipt_of, receipts_in
from asylia.web.standing import band_of


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """Show the last receipt, or that of `?entry=`; the one to carry by itself for who waits outside (paper.safe)."""
    opened = cases.read(case)
    entries = receipts_in(house().ledger.read(house().raw(), f"case/{case}"))
    context = {"case": opened, **beside(opened, "encounter-receipt")}
    if not entries:
        band = band_of(opened, request.account, house().clock())
        return render(request, "border/no_receipt.html", {**context, "band": band})
    wanted = request.GET.get("entry", str(entries[-1].version))
    entry = next((each for each in entries if str(each.version) == wanted), None)
    if entry is None:
        raise Http404
    carry = request.GET.get("version", "carry" if opened.file.custody.outside else "full") == "carry"
    receipt = receipt_of(opened, entry, carry=carry, signer=request.account.staff)
    if file := filed(request, receipt.sheet):
        return file
    context |= {
        "receipt": receipt,
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(receipt.sheet.html) if receipt.sheet else "",  # noqa: S308
        "files": files(request.GET) if receipt.sheet else [],
        "carry": carry,
        "large": request.GET.get("size") == "large",
        "entries": entries,
        "stopped": [claim for claim in opened.file.claims if is_open(claim, opened.regime)],
        "follows": follows(opened, receipt.answer),
    }
    return render(request, "border/receipt.html", context)


def follows(case: Case, answer: str) -> str:
    """Say what recording that answer has led to."""
    if answer == "afraid":
        return (
            f"Fear claim {len(case.file.claims)} is open. The referral to the asylum office was made at the same"
            " moment. Return is stopped, for the family too. An asylum officer hears this person; no border officer"
            " can close, screen or decide the claim."
        )
    if answer == "no":
        return (
            "The answer is recorded. Someone outside the border agency asks once more, after rest. Until then this"
            " person is not returned. Any word of fear, at any time, opens a claim."
        )
    return (
        "The question stays open; silence is never a no. Ask again after rest. Until it is answered this person is"
        " not returned."
    )
