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


@pytest.fixture(scope="module")
def clean_logs(site: Site) -> Iterator[None]:
    """What these tests do is no reason for a traceback in any program's log."""
    logs = site.running.stack.log
    before = {path: path.stat().st_size for path in logs.glob("*.log")}
    yield
    for path in logs.glob("*.log"):
        said = path.read_bytes()[before.get(path, 0) :].decode(errors="replace").lower()
        assert "traceback" not in said, f"{path.name}: {said}"
        assert "exception" not in said, f"{path.name}: {said}"
