"""The READMEs are true: whoever adds a route, a table, a message or a setting writes it there, or this fails."""

import re
from importlib import import_module

import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from deploy.messages import told
from shared import operations
from shared.database import Connection
from shared.settings import ServiceSettings
from tests.answering import app_of
from tests.conftest import ROOT, SERVICES

# What every service has is described once, in the README of the project.
COMMON_TABLES = {"outbox", "copies", "dead_letters", "idempotency_keys", "secret", "schema_migrations"}
COMMON_PATHS = re.compile(r"/health/|/metrics$|/portal/operations/|/openapi\.json")
SCREEN_LINES = 60
MOST_LINES = 250


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def readme(service: str) -> str:
    return (ROOT / "services" / service / "README.md").read_text()


@pytest.fixture
def settings_type(service: str) -> type[ServiceSettings]:
    found: type[ServiceSettings] = import_module(f"services.{service}.settings").Settings
    return found


@pytest.fixture
def app(service: str, environment: dict[str, str]) -> Litestar:
    return app_of(service, environment)


def test_a_service_s_readme_names_every_route(app: Litestar, readme: str) -> None:
    paths = {route.path_format for route in app.routes if isinstance(route, HTTPRoute)}

    assert {path for path in paths if not COMMON_PATHS.search(path)} - paths_in(readme) == set()


def paths_in(readme: str) -> set[str]:
    """Every path; one that begins with `…` goes on from the first of its line."""
    named = set()
    for line in readme.splitlines():
        found = re.findall(r"([/…][^\s`?]*)", line)
        first = next((path for path in found if path.startswith("/")), "")
        named |= {path.replace("…", first, 1) for path in found}
    return named


async def test_a_service_s_readme_names_every_table(db: Connection, readme: str) -> None:
    tables = {row["tablename"] for row in await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    assert {table for table in tables - COMMON_TABLES if f"`{table}`" not in readme} == set()


def test_a_service_s_readme_names_every_message_it_says_and_hears(service: str, readme: str) -> None:
    messages = {each.message.__name__ for each in told() if service in {each.said_by, *each.heard_by}}

    assert {name for name in messages if f"`{name}`" not in readme} == set()


def test_a_service_s_readme_names_every_setting_of_its_own(settings_type: type[ServiceSettings], readme: str) -> None:
    own = {field.name for field in msgspec.structs.fields(settings_type)} - {
        field.name for field in msgspec.structs.fields(ServiceSettings)
    }

    assert {name for name in own if name.upper() not in readme} == set()


def test_a_service_s_readme_is_one_screen(readme: str) -> None:
    assert len(readme.splitlines()) <= SCREEN_LINES


def test_the_project_s_readme_names_what_every_service_has() -> None:
    readme = (ROOT / "README.md").read_text()
    paths = [route.path_format for route in operations.routes("events").routes]

    assert [path for path in paths if "{" not in path and path.rpartition("/")[2] not in readme] == []
    assert [field.name for field in msgspec.structs.fields(ServiceSettings) if field.name.upper() not in readme] == []
    assert [table for table in COMMON_TABLES - {"schema_migrations"} if f"`{table}`" not in readme] == []


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`make ([a-z-]+)", readme)) | set(re.findall(r"^make ([a-z-]+)", readme, re.MULTILINE))

    assert {"up", "test"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_every_path_the_readme_names_is_there() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"`((?:services|shared|deploy|tests)/[\w/.-]+)`", readme))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_ci_runs_the_readme_s_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]

    assert [command.removeprefix("exec ") for command in commands] == ["make test"]


def test_no_python_file_is_too_long_to_be_read_at_once() -> None:
    files = [path for folder in ("deploy", "services", "shared", "tests") for path in (ROOT / folder).rglob("*.py")]

    assert [path.name for path in files if len(path.read_text().splitlines()) > MOST_LINES] == []
