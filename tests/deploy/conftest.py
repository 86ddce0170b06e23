"""One edge for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.deploy.edge import Edge, running_edge


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    with running_edge(tmp_path_factory.mktemp("edge")) as running:
        yield running
