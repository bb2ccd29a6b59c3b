"""The part of kabar.toml that is about money: the terms of membership and who takes the payments."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kabar.config.paper import GATEWAYS, Gateway, MembershipTerms, PaperError
from kabar.config.typed import names, typed

#: Gateways whose notifications are known by a secret of their own, and not by the key.
WITH_TOKEN = ("stripe", "xendit")


def taken_from(written: dict[str, Any]) -> Any:
    """Take the tables of gateways out of what is written, for they are of another kind than the terms."""
    terms = written.get("membership")
    return terms.pop("gateways", {}) if isinstance(terms, dict) else {}


def gateways(file: Path, tables: Any) -> tuple[Gateway, ...]:
    """Return the payment services, each with its secrets read from their files."""
    if not isinstance(tables, dict):
        raise PaperError(f"{file}: [membership.gateways] must hold one table a service, such as {_example()}")
    return tuple(_gateway(file, name, values) for name, values in tables.items())


def _gateway(file: Path, name: str, values: Any) -> Gateway:
    where = f"membership.gateways.{name}"
    if name not in GATEWAYS:
        raise PaperError(f"{file}: [{where}] is unknown; known are {', '.join(GATEWAYS)}")
    known = tuple(key for key in names(Gateway) if key != "name")
    said = typed(file, where, values, Gateway, known)
    for secret in ("key", "token"):
        said.update(_from_file(file, where, secret, said.get(f"{secret}_file", "")))
    made = Gateway(name=name, **said)
    for secret in ("key", *(("token",) if name in WITH_TOKEN else ())):
        if not getattr(made, secret):
            raise PaperError(f"{file}: [{where}] {secret} is missing; {name} gives it to you, keep it secret")
    if made.address and not made.address.startswith(("https://", "http://")):
        raise PaperError(f"{file}: [{where}] address must begin with https://, not {made.address!r}")
    return made


def _from_file(file: Path, where: str, secret: str, path: str) -> dict[str, str]:
    if not path:
        return {}
    try:
        return {secret: (file.parent / path).read_text("utf-8").strip()}
    except OSError as error:
        raise PaperError(
            f"{file}: [{where}] {secret}_file: {path} cannot be read: {error.strerror}"
        ) from None


def check(file: Path, terms: MembershipTerms) -> None:
    """Refuse terms that cannot work, each with one line."""
    if not re.fullmatch(r"[A-Z]{3}", terms.currency):
        raise PaperError(
            f"{file}: [membership] currency must be three capital letters, not {terms.currency!r}"
        )
    if not 0 <= terms.tax_percent < 100:
        raise PaperError(
            f"{file}: [membership] tax_percent must be between 0 and 100, not {terms.tax_percent}"
        )
    if not 0 <= terms.grace_days <= 60:
        raise PaperError(f"{file}: [membership] grace_days must be between 0 and 60, not {terms.grace_days}")
    if terms.bank and not (terms.bank_account and terms.bank_holder):
        raise PaperError(f"{file}: [membership] bank needs bank_account and bank_holder beside it")


def _example() -> str:
    return f"[membership.gateways.{GATEWAYS[0]}]"
