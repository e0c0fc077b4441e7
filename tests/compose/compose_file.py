"""docker-compose.yml as Compose reads it: anchors merged, variables put in."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::-([^}]*))?\}")
ONE_SHOT = {"migrate", "deploy", "backup", "reader"}

Service = dict[str, Any]


def read_compose(variables: dict[str, str] | None = None) -> dict[str, Any]:
    """The whole file, with these variables and the file's own words for all others."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return _put_in(document, variables or {})


def services(variables: dict[str, str] | None = None) -> dict[str, Service]:
    """Its services by name, in an order in which each comes after those it depends on."""
    found: dict[str, Service] = read_compose(variables)["services"]
    ordered: dict[str, Service] = {}
    while len(ordered) < len(found):
        for name, service in found.items():
            if name not in ordered and service.get("depends_on", {}).keys() <= ordered.keys():
                ordered[name] = service
    return ordered


def argv(service: Service, image_entrypoint: str = "podium") -> list[str]:
    """What the container runs."""
    return [*service.get("entrypoint", [image_entrypoint]), *service["command"]]


def _put_in(value: Any, variables: dict[str, str]) -> Any:  # noqa: ANN401 - any YAML
    if isinstance(value, dict):
        return {key: _put_in(each, variables) for key, each in value.items()}
    if isinstance(value, list):
        return [_put_in(each, variables) for each in value]
    if isinstance(value, str):
        return _VARIABLE.sub(lambda found: variables.get(found[1], found[2] or ""), value)
    return value
