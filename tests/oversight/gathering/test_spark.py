"""The same measures on Spark: over the demonstration's event tables every row is the one that DuckDB gives."""

import datetime as dt
import importlib.util
import shutil
from contextlib import closing

import pytest

from asylia.oversight import store
from asylia.oversight.computing import compute_all
from asylia.oversight.gathering import gather
from asylia.oversight.parquet import tables_of
from asylia.oversight.registry import measures

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="needs pyspark: requirements/spark.txt"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17 or newer"),
    # Spark's own client leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # the tables are the same of either record
def test_every_measure_gives_the_same_rows_on_spark(demonstration, tmp_path):
    with closing(demonstration.house.ledger.connect()) as raw:
        gather(demonstration.house.ledger, raw, tmp_path, NOW)
    here, there = store.duckdb(), store.spark("local[2]")
    tables = [store.parquet(tables_of(tmp_path), each) for each in (here, there)]
    for id, measure in measures().items():
        ours, theirs = (sorted(map(repr, compute_all([measure], each, NOW)[0])) for each in tables)
        assert ours == theirs, id
        assert ours, id
