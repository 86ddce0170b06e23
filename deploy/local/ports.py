"""Ports for servers that only this machine talks to."""

import random
import socket

# Below the range from which outgoing connections take theirs: there, a client that reconnects to a stopped server
# can be given the server's own port, and then talks to itself.
FIRST_PORT = 20000
LAST_PORT = 32000


def free_ports(count: int) -> list[int]:
    """Different ports that are free now; chosen by chance, so that two stacks starting at once do not collide."""
    candidates = random.SystemRandom().sample(range(FIRST_PORT, LAST_PORT), LAST_PORT - FIRST_PORT)
    chosen = []
    for port in candidates:
        if is_free(port):
            chosen.append(port)
        if len(chosen) == count:
            return chosen
    raise OSError(f"fewer than {count} free ports between {FIRST_PORT} and {LAST_PORT}")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1; a connection that just ended does not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
