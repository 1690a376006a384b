"""What reads a store: DuckDB in this process, or Spark on one machine or many."""

from __future__ import annotations

from typing import Any

import ibis

from asylia.courtdata.manifest import StoreError


def duckdb() -> Any:
    """DuckDB in memory."""
    return ibis.duckdb.connect()


def spark(master: str) -> Any:
    """Spark at a master (`local[*]`, `spark://host:7077`). Raises StoreError where it is not installed.

    Whatever else Spark needs to know stands in its own spark-defaults.conf.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that few install
    except ImportError:
        raise StoreError("Spark is not installed: pip install 'asylia[spark]', and Java 17 or newer.") from None
    quiet = (
        SparkSession.builder.master(master).appName("asylia courtdata").config("spark.ui.showConsoleProgress", "false")
    )
    return ibis.pyspark.connect(quiet.getOrCreate())
