"""Court releases: read, repair, account for every row, keep, compare, analyse."""

from asylia.courtdata.manifest import Manifest, StoredTable, StoreError
from asylia.courtdata.store import Store

__all__ = ["Manifest", "Store", "StoreError", "StoredTable"]
