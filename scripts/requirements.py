"""Resolve pyproject.toml anew and pin the result with hashes: `make requirements`.

Needs `uv` (not kept in the environment): `.venv/bin/pip install uv`. The files name no registry.
"""

import shutil
import subprocess
import sys

GROUPS = {
    "run": ["pyproject.toml", "--extra", "oversight", "--group", "build"],
    "dev": ["pyproject.toml", "--extra", "oversight", "--group", "build", "--group", "dev"],
    "spark": ["pyproject.toml", "--extra", "spark", "--group", "build", "--constraint", "requirements/dev.txt"],
    "node": ["--group", "node"],
}


def main() -> None:
    """Write each file that requirements/ holds."""
    uv = shutil.which("uv") or shutil.which("uv", path=".venv/bin")
    if uv is None:
        sys.exit("uv is needed to resolve requirements: .venv/bin/pip install uv")
    for name, chosen in GROUPS.items():
        target = f"requirements/{name}.txt"
        flags = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet"]
        flags += ["--no-emit-index-url", "--no-emit-find-links", "--upgrade", "--output-file", target]
        subprocess.run([uv, "pip", "compile", *chosen, *flags], check=True)
        print(target)


if __name__ == "__main__":
    main()
