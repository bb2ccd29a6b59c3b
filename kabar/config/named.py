"""Tables that a publisher names: where agency copy comes from, and who else vouches for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kabar.config.paper import FEEDERS, Crawler, Feed, Paper, PaperError, Provider
from kabar.config.typed import names, typed

#: How a public key is told in short: the digest of SHA-256 in base 64.
FINGERPRINT = r"SHA256:[A-Za-z0-9+/]{43}"


def feeds_of(file: Path, tables: Any, paper: Paper) -> tuple[Feed, ...]:
    """Return the feeds of the wire, each with its secret read from its file."""
    found = []
    for name, where, said in _tables(file, "feeds", tables, "feed", Feed):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
            raise PaperError(f"{file}: [{where}] must be called by small letters, digits and hyphens")
        found.append(_checked(file, Feed(name=name, **_with_secret(file, where, said, "password")), paper))
    return tuple(found)


def _with_secret(file: Path, where: str, said: dict[str, Any], key: str) -> dict[str, Any]:
    secret = said.get(f"{key}_file")
    if not secret:
        return said
    try:
        return {**said, key: (file.parent / secret).read_text("utf-8").strip()}
    except OSError as error:
        raise PaperError(f"{file}: [{where}] {key}_file: {secret} cannot be read: {error.strerror}") from None


def _checked(file: Path, feed: Feed, paper: Paper) -> Feed:
    where = f"{file}: [feeds.{feed.name}]"
    scheme = urlsplit(feed.address).scheme if "://" in feed.address else ""
    if not feed.address or (scheme and scheme not in FEEDERS):
        raise PaperError(
            f"{where} address must be a folder, push, or begin with"
            f" {', '.join(FEEDERS)}, not {feed.address!r}"
        )
    if feed.kind == "push" and len(feed.password) < 20:
        raise PaperError(f"{where} password must be a token of at least 20 signs, for whoever pushes")
    if feed.paper and feed.paper not in {each.key for each in paper.papers}:
        raise PaperError(f"{where} paper: there is no paper {feed.paper!r}")
    if feed.kind == "sftp":
        feed = _known_server(where, file.parent, feed)
    for name, least in (("every", 5), ("budget", 1), ("megabytes", 1)):
        if getattr(feed, name) < least:
            raise PaperError(f"{where} {name} must be at least {least}")
    return feed


def _known_server(where: str, folder: Path, feed: Feed) -> Feed:
    """Refuse an SFTP server nobody could tell from another, and a key that is not there."""
    host = urlsplit(feed.address).hostname
    if not feed.host_keys or not all(re.fullmatch(FINGERPRINT, key) for key in feed.host_keys):
        raise PaperError(
            f"{where} host_keys must name the fingerprints of the server's keys, SHA256:…, as the agency"
            f" says them; `ssh-keyscan {host} | ssh-keygen -lf -` prints what it shows"
        )
    key = folder / feed.key_file
    if feed.key_file and not key.is_file():
        raise PaperError(f"{where} key_file: {feed.key_file} is not there")
    return replace(feed, key_file=str(key) if feed.key_file else "")


def providers_of(file: Path, tables: Any) -> tuple[Provider, ...]:
    """Return who else vouches for readers, each with its secret read from its file."""
    found = []
    for name, where, values in _tables(file, "readers.providers", tables, "provider", Provider):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", name):
            raise PaperError(f"{file}: [{where}] must be called by small letters, digits and hyphens")
        provider = Provider(name=name, **_with_secret(file, where, values, "client_secret"))
        schemes = ("http", "https") if provider.inside else ("https",)
        if urlsplit(provider.issuer).scheme not in schemes:
            raise PaperError(f"{file}: [{where}] issuer must begin with https://, not {provider.issuer!r}")
        for key in ("client_id", "client_secret"):
            if not getattr(provider, key):
                raise PaperError(f"{file}: [{where}] {key} is missing; the issuer gives it to your paper")
        found.append(provider)
    return tuple(found)


def crawlers_of(file: Path, tables: Any) -> tuple[Crawler, ...]:
    """Return the machines that may read members' stories."""
    found = []
    for name, where, values in _tables(file, "metering.crawlers", tables, "crawler", Crawler):
        crawler = Crawler(name=name, **values)
        if not crawler.agent or not crawler.hosts:
            raise PaperError(f"{file}: [{where}] needs agent and hosts; anybody may call themselves {name}")
        for host in crawler.hosts:
            if not re.fullmatch(r"(\.[a-z0-9-]+){2,}", host):
                raise PaperError(
                    f"{file}: [{where}] hosts: {host!r} must be the end of a name, such as .googlebot.com"
                )
        found.append(crawler)
    return tuple(found)


def _tables(
    file: Path, what: str, tables: Any, one: str, kind: type[Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give each table of a kind: by what name, where it stands in the file, and what it says, typed."""
    if not isinstance(tables, dict):
        raise PaperError(f"{file}: [{what}] must hold one table a {one}")
    known = tuple(name for name in names(kind) if name != "name")
    for name, values in tables.items():
        where = f"{what}.{name}"
        yield name, where, typed(file, where, values, kind, known)
