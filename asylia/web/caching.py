"""Pages of people stay out of every cache; only what is the same for all may be kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """Forbids browsers and proxies to keep any page that a view of ours made."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with `Cache-Control: no-store` where the view set nothing else."""
        response = self.next(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
