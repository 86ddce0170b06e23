"""Ports for servers that only this machine talks to."""

import random
import socket
from itertools import chain, islice

# Below the range from which outgoing connections take theirs: there, a client that reconnects to a stopped server
# can be given the server's own port, and then talks to itself.
FIRST_PORT = 20000
LAST_PORT = 32000


def free_ports(count: int) -> list[int]:
    """Different ports that are free now; nobody else who asks within a minute is given one of them."""
    first = random.SystemRandom().randrange(FIRST_PORT, LAST_PORT)
    candidates = chain(range(first, LAST_PORT), range(FIRST_PORT, first))
    chosen = list(islice(filter(reserve, candidates), count))
    if len(chosen) < count:
        raise OSError(f"fewer than {count} free ports between {FIRST_PORT} and {LAST_PORT}")
    return chosen


def reserve(port: int) -> bool:
    """Keep the port from all but servers, if it is free: they ask with SO_REUSEADDR.

    All others are refused as long as the port remembers a connection that it ended (TIME-WAIT, RFC 9293, 3.6.1).
    """
    with socket.socket() as listening:
        try:
            listening.bind(("127.0.0.1", port))
        except OSError:
            return False
        # Only now, since it lets in where a connection has just ended.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.listen()
        with socket.create_connection(("127.0.0.1", port)):
            listening.accept()[0].close()
    return True


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1; a connection that just ended does not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
