"""The site's addresses and those of the gallery, which open for anyone."""

from django.urls import path

from asylia.web import access
from asylia.web.urls import handler404, urlpatterns
from tests.browser.gallery import SHOWN

__all__ = ["handler404"]

access.PAGES |= {f"gallery-{name}": access.Public() for name in SHOWN}
urlpatterns = [*urlpatterns, *(path(f"gallery/{name}", view, name=f"gallery-{name}") for name, view in SHOWN.items())]
