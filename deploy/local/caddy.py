"""The edge: Caddy from the wheel, with the same Caddyfile as in production."""

import sys
from pathlib import Path

from deploy.local.stack import ROOT, SERVICES, Stack

FOLDER = ROOT / "deploy" / "caddy"


def command() -> list[str]:
    return [str(Path(sys.executable).parent / "caddy"), "run", "--config", str(FOLDER / "Caddyfile")]


def environment(stack: Stack) -> dict[str, str]:
    """What the Caddyfile asks for; its own files go into the stack's folder instead of the user's home."""
    upstreams = {f"{name.upper()}_UPSTREAMS": addresses(stack.service_ports[name]) for name in SERVICES}
    return upstreams | {
        "EDGE_ADDRESS": f"http://:{stack.port}",
        "EDGE_BIND": "127.0.0.1",
        "EDGE_PAGES": str(FOLDER / "pages"),
        "EDGE_ALSO": str(FOLDER / "local" / "*.caddy"),
        "EDGE_LOG": str(stack.log / "access.json"),
        "FEEDS_LOG": str(stack.feeds_log),
        "ASSETS_DIRECTORY": str(ROOT / "shared" / "assets"),
        "FEEDS_DIRECTORY": str(stack.feeds),
        "MAILBOX_UPSTREAM": f"127.0.0.1:{stack.mailbox_port}",
        "XDG_CONFIG_HOME": str(stack.data / "caddy"),
        "XDG_DATA_HOME": str(stack.data / "caddy"),
    }


def addresses(ports: list[int]) -> str:
    return " ".join(f"127.0.0.1:{port}" for port in ports)
