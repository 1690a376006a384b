"""The border desk's tests run on a real house."""

from tests.web.real import asked, at_desk, begun, house, original  # noqa: F401
