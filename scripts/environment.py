"""Make the environment: a virtual one, with the pinned requirements and this project in it.

Run by the Makefile with the machine's own Python, so it uses the standard library only:
`python3 scripts/environment.py .venv run` (or `dev`). Leaves the stamp `.venv/.run` (or `.dev`).
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

NO_VENV = (
    "This Python can make no virtual environment: it lacks both ensurepip and virtualenv. "
    "On Debian: apt-get install python3-venv; elsewhere: python3 -m pip install virtualenv."
)


def make(venv: Path) -> None:
    """Create the environment at `venv`, by the standard library or, where that lacks pip, by virtualenv."""
    if importlib.util.find_spec("ensurepip"):
        maker = "venv"
    elif importlib.util.find_spec("virtualenv"):
        maker = "virtualenv"
    else:
        sys.exit(NO_VENV)
    subprocess.run([sys.executable, "-m", maker, str(venv)], check=True)


def install(venv: Path, kind: str) -> None:
    """Install requirements/<kind>.txt by hash, then this project itself, editable; then compile, on every core at once.

    pip compiles on one core, and half of its time is that.
    """
    python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-compile"]
    subprocess.run([*pip, "--require-hashes", "-r", f"requirements/{kind}.txt"], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], check=True)
    compiling = [python, "-m", "compileall", "-qq", "-j", "0", "-x", r"[/\\]tests?[/\\]", str(venv / "lib")]
    subprocess.run(compiling, check=False)


def main(venv: Path, kind: str) -> None:
    """Make or complete the environment and leave a stamp; `dev` holds all that `run` does."""
    if not (venv / "bin" / "python").exists():
        print(f"Making the environment in {venv}", flush=True)
        make(venv)
    print(f"Installing what requirements/{kind}.txt pins", flush=True)
    install(venv, kind)
    for stamp in ("run", "dev") if kind == "dev" else ("run",):
        (venv / f".{stamp}").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
