"""A connection that waits for an answer so long and no longer, since a person waits behind it.

A COMMIT waits for a second machine that must hold it too, and PostgreSQL sets that no bound. To cancel it there is to
be told that it is done; so the server is left to wait, with its locks, and only the page gives up. Whoever sends the
same form again meets those locks, and once the second machine is back, the answer.
"""

from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base
from psycopg import IsolationLevel
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

RV = TypeVar("RV")
INTERVAL = 0.1  # seconds, psycopg's own
PATIENCE = 8.0  # seconds that a page waits for an answer: longer than for a lock (ledger/postgres.py, WAIT)


class Connection(psycopg.Connection[Any]):
    """psycopg's connection, which `patience` seconds without an answer end; None: it waits."""

    patience: float | None = None  # set where pages are served (wsgi.py): a rebuild or an upgrade may take its time

    def wait(self, gen: PQGen[RV], interval: float = INTERVAL, timeout: float | None = None) -> RV:
        """What the exchange with the server gives; raises OperationalError and closes where it takes too long."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.info.transaction_status is TransactionStatus.ACTIVE:  # it was the time, not the server
                self.close()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, on such connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A new one; the ledger sets its isolation level itself (ledger/postgres.py)."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return Connection.connect(**conn_params)
