"""The same deployments as the shell's own tests."""

from tests.shell.conftest import deployment, engine, house, original

__all__ = ["deployment", "engine", "house", "original"]
