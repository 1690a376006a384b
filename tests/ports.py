"""Ports for the servers of tests."""

import socket
from random import sample


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to whoever asks for any.

    Taken by chance: two servers of tests that begin at once would both listen on the next one that is free.
    """
    for port in sample(range(20000, 30000), 1000):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")
