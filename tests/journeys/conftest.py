"""The ordinary stack, as `make up` starts it; all journeys share it but those that need replicas."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from deploy.local.running import RunningStack
from tests.journeys.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with RunningStack(tmp_path_factory.mktemp("journeys") / "data") as running, closing(Site(running)) as made:
        yield made
