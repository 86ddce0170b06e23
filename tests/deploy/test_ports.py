"""Ports for servers: many stacks start at once, and none may be given what another is about to use."""

import asyncio

from deploy.local import ports


def test_what_was_given_to_one_is_not_given_to_another_before_it_is_used() -> None:
    [port] = ports.free_ports(1)

    assert ports.is_free(port)
    assert not ports.reserve(port)


async def test_a_server_listens_where_it_was_told_to() -> None:
    [port] = ports.free_ports(1)

    server = await asyncio.start_server(print, "127.0.0.1", port)

    assert not ports.is_free(port)
    server.close()
    await server.wait_closed()
    assert ports.is_free(port)
