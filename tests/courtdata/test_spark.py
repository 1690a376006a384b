"""The same questions on a cluster: a Spark master and two workers, each a process of its own, answer as DuckDB does."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from asylia.courtdata.ingest import ingest
from tests.courtdata.generator import write_release
from tests.courtdata.test_reports import SOME, WORLD

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="needs pyspark: requirements/spark.txt"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17 or newer"),
]
CONF = "spark.sql.shuffle.partitions 2\nspark.executor.memory 1g\nspark.ui.enabled false\n"
ASKED = ("transferred", "outcomes", "ages", "time-to-decision", "--by", "nationality,representation")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """An ingested release."""
    folder = tmp_path_factory.mktemp("spark")
    write_release(folder / "release", WORLD)
    ingest(folder / "release", folder / "store", only=SOME)
    return folder / "store"


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    """A master and two workers on loopback; gives the master's address."""
    import pyspark  # noqa: PLC0415 - skipped above where it is missing

    start = Path(pyspark.__file__).parent / "bin" / "spark-class"
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    here = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    kinds = [["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]]
    work = ["worker.Worker", "--cores", "1", "--memory", "1g", "--host", "127.0.0.1", "--webui-port", "0"]
    kinds += [[*work, "--work-dir", str(folder / name), address] for name in ("one", "two")]
    running = []
    try:
        for number, (kind, *rest) in enumerate(kinds):
            with (folder / f"{number}.log").open("wb") as log:
                command = [start, f"org.apache.spark.deploy.{kind}", *rest]
                running.append(subprocess.Popen(command, env=here, stdout=log, stderr=log))
        until = time.monotonic() + 180
        while (folder / "0.log").read_text(errors="replace").count("Registering worker") < 2:
            assert time.monotonic() < until, (folder / "0.log").read_text(errors="replace")[-2000:]
            time.sleep(0.5)
        yield address
    finally:
        for process in running:
            process.terminate()
            process.wait(timeout=60)


def answers(store: Path, conf: Path, *more: str) -> dict[str, object]:
    """The report as JSON, by the verb in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "asylia.cli",
        "courtdata",
        "report",
        *ASKED,
        "--store",
        str(store),
        "--json",
        *more,
    ]
    environment = {**os.environ, "SPARK_CONF_DIR": str(conf), "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_cluster_answers_as_one_machine_does(store, master, tmp_path):
    (tmp_path / "spark-defaults.conf").write_text(CONF)
    alone = answers(store, tmp_path)
    assert answers(store, tmp_path, "--engine", "spark", "--master", master) == alone
    assert alone["answers"]
