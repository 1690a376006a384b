"""Court releases: read, repair, account for every row, keep, compare, analyse."""

from typing import TYPE_CHECKING, Any

from asylia.courtdata.manifest import Manifest, StoredTable, StoreError

if TYPE_CHECKING:
    from asylia.courtdata.store import Store

__all__ = ["Manifest", "Store", "StoreError", "StoredTable"]


def __getattr__(name: str) -> Any:
    """Store, and with it Ibis, only when it is asked for: reading a release needs neither."""
    if name != "Store":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from asylia.courtdata.store import Store  # noqa: PLC0415

    return Store
