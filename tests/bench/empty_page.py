"""A bare Litestar page with an empty template, on a service's server: `python -m tests.bench.empty_page`."""

import asyncio
import os

from jinja2 import DictLoader, Environment
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from shared import processes, starting
from shared.settings import ServiceSettings, load


@get("/", sync_to_thread=False)
def show_nothing() -> Template:
    return Template("empty.html")


if __name__ == "__main__":
    settings = load(ServiceSettings, "events", os.environ)
    templates = JinjaTemplateEngine(engine_instance=Environment(loader=DictLoader({"empty.html": ""}), autoescape=True))
    app = Litestar(
        route_handlers=[show_nothing],
        template_config=TemplateConfig(instance=templates),
        # What the server tells that it is to end.
        state=State({"stopping": asyncio.Event()}),
        logging_config=None,
        openapi_config=None,
    )
    starting.run(processes.serve(app, settings))
