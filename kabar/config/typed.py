"""Reads a table of kabar.toml as its settings are typed; what does not fit is refused by name."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from kabar.config.paper import PaperError

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def names(kind: type) -> tuple[str, ...]:
    """Return the keys of a table."""
    return tuple(entry.name for entry in fields(kind))


def typed(file: Path, table: str, values: Any, kind: type, known: tuple[str, ...]) -> dict[str, Any]:
    """Return what a table says, key by key; raise PaperError for a key or a value that cannot be."""
    if not isinstance(values, dict):
        raise PaperError(f"{file}: {table} must be a table, written [{table}]")
    hints = get_type_hints(kind)
    said = {}
    for key, value in values.items():
        if key not in known:
            raise PaperError(f"{file}: unknown key {key!r} in [{table}]; known are {', '.join(known)}")
        said[key] = _as(hints[key], value, f"{file}: [{table}] {key}")
    return said


def _as(kind: Any, value: Any, where: str) -> Any:
    """Return a value as the type its setting has; numbers and lists may come as text from the environment."""
    if kind is str and isinstance(value, str):
        return value
    if kind is bool:
        return _as_bool(value, where)
    if kind in (int, float):
        return _as_number(kind, value, where)
    if kind == tuple[str, ...]:
        return _asnames(value, where)
    raise PaperError(f"{where} must be text in quotes, not {value!r}")


def _as_bool(value: Any, where: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise PaperError(f"{where} must be true or false, not {value!r}")


def _as_number(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, bool) and isinstance(value, (kind, int, str)):
        try:
            return kind(value)
        except ValueError:
            pass
    raise PaperError(f"{where} must be a number, not {value!r}")


def _asnames(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise PaperError(f'{where} must be a list of names, such as ["www.example.id"], not {value!r}')
