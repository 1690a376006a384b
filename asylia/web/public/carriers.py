"""Where carriers of messages report what became of them: signed by them, and nothing without."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from asylia.sending.carriers import equipped
from asylia.sending.reports import called
from asylia.web.cases import house


@csrf_exempt  # it comes from no browser, and its signature is asked for instead
@require_POST
def report(request: HttpRequest, message: int) -> HttpResponse:
    """Take a report: 204 where a carrier signed it for this address, 403 where none did."""
    setup, carriers = equipped(house())
    if setup is None:
        raise Http404
    form = {name: request.POST.get(name, "") for name in request.POST}
    # The address that was signed is the one that the carrier was given, whatever stands before this server.
    url = f"{setup.site}/messages/report/{message}"
    signed = called(house(), message, url, form, request.headers.get("X-Twilio-Signature", ""), carriers)
    return HttpResponse(status=204 if signed else 403)
