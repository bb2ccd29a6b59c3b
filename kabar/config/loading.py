"""Read kabar.toml and the environment once, typed, and refuse at the door."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kabar import clock
from kabar.config import selling
from kabar.config.named import crawlers_of, feeds_of, providers_of
from kabar.config.paper import (
    ENGLISH_WORDS,
    Advertising,
    Database,
    Imprint,
    Mail,
    MembershipTerms,
    Metering,
    Newsroom,
    Newsstand,
    Paper,
    PaperError,
    Readers,
    Syndication,
    Words,
)
from kabar.config.typed import names, typed

CONFIG_FILE = "kabar.toml"
LANGUAGES = ("id", "en")
TABLES: dict[str, type] = {
    "words": Words,
    "imprint": Imprint,
    "database": Database,
    "newsstand": Newsstand,
    "mail": Mail,
    "newsroom": Newsroom,
    "readers": Readers,
    "metering": Metering,
    "syndication": Syndication,
    "membership": MembershipTerms,
    "advertising": Advertising,
}
REVIEWS = ("none", "four_eyes")
SELLERS = ("PUBLISHER", "INTERMEDIARY", "BOTH")
ACCESSES = ("open", "metered", "members")
AI_USES = ("allow", "search", "refuse")
PAPER_KEYS = ("key", "name", "tagline", "language", "zone", "address", "hosts", "reading_time", "debug")
SISTER_TABLES = ("words", "imprint", "metering", "syndication", "advertising")


def load(folder: Path | str, environ: Mapping[str, str] | None = None) -> Paper:
    """Return the paper whose folder this is; raise PaperError with one line when it cannot be."""
    home = Path(folder).expanduser().resolve()
    environment = os.environ if environ is None else environ
    written = _read(home / CONFIG_FILE)
    _overlay(written, environment)
    return _assemble(home, written, _secret_key(home, environment))


def imagine(folder: Path | str, settings: str) -> Paper:
    """Return the paper that settings would make, with nothing read or written; raise PaperError likewise."""
    return _assemble(Path(folder), tomllib.loads(settings), "")


def _assemble(home: Path, written: dict[str, Any], secret: str) -> Paper:
    file = home / CONFIG_FILE
    sisters, feeds = written.pop("papers", {}), written.pop("feeds", {})
    if not isinstance(sisters, dict):
        raise PaperError(f"{file}: [papers] must hold one table a sister paper, such as [papers.desa]")
    readers = written.get("readers")
    vouching = readers.pop("providers", {}) if isinstance(readers, dict) else {}
    metering = written.get("metering")
    reading = metering.pop("crawlers", {}) if isinstance(metering, dict) else {}
    gateways = selling.taken_from(written)
    whole = _with_sisters(_paper(file, home, written, secret), file, sisters)
    more = {
        "feeds": feeds_of(file, feeds, whole),
        "providers": providers_of(file, vouching),
        "crawlers": crawlers_of(file, reading),
        "gateways": selling.gateways(file, gateways),
    }
    return Paper(**{**_values(whole), **more})


def folder_in_use(environ: Mapping[str, str] | None = None) -> Path:
    """Return the paper's folder: KABAR_PAPER, or else the current one."""
    return Path((os.environ if environ is None else environ).get("KABAR_PAPER") or ".")


def use_folder(folder: Path | str) -> None:
    """Make a folder the paper of this process and of those it starts."""
    os.environ["KABAR_PAPER"] = str(Path(folder).expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kabar.settings")


def crash_point() -> str:
    """Return the labelled point at which a test wants this process to die, as `label:n`; mostly nothing."""
    return os.environ.get("KABAR_CRASH_AT", "")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise PaperError(
            f"{file}: there is no paper here; make one with `kabar init {file.parent}`"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PaperError(f"{file}: not valid TOML: {error}") from None
    except OSError as error:
        raise PaperError(f"{file}: cannot be read: {error.strerror}") from None


def _overlay(written: dict[str, Any], environ: Mapping[str, str]) -> None:
    """Lay KABAR_<TABLE>_<KEY> and KABAR_<TABLE>_<KEY>_FILE over what the file says."""
    for table, keys in {"paper": PAPER_KEYS, **{name: names(kind) for name, kind in TABLES.items()}}.items():
        for key in keys:
            value = _from_environment(f"KABAR_{table}_{key}".upper(), environ)
            if value is not None:
                written.setdefault(table, {})[key] = value


def _from_environment(name: str, environ: Mapping[str, str]) -> str | None:
    if name in environ:
        return environ[name]
    file = environ.get(f"{name}_FILE")
    if file is None:
        return None
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise PaperError(f"{name}_FILE: {file} cannot be read: {error.strerror}") from None


def _paper(file: Path, home: Path, written: dict[str, Any], secret: str) -> Paper:
    unknown = sorted(set(written) - {"paper", *TABLES})
    if unknown:
        known = ", ".join(["paper", *TABLES, "papers", "feeds"])
        raise PaperError(f"{file}: unknown table [{unknown[0]}]; known are {known}")
    face = typed(file, "paper", written.get("paper", {}), Paper, PAPER_KEYS)
    language = face.get("language", "id")
    tables = {
        name: kind(**typed(file, name, _worded(name, written.get(name, {}), language), kind, names(kind)))
        for name, kind in TABLES.items()
    }
    paper = Paper(folder=home, secret_key=secret, **face, **tables)
    _check(file, paper)
    return paper


def _worded(table: str, values: Any, language: str) -> Any:
    """Give an English paper English words in its addresses unless it chose its own."""
    if table == "words" and language == "en" and isinstance(values, dict):
        return {**ENGLISH_WORDS, **values}
    return values


def _check(file: Path, paper: Paper) -> None:
    """Refuse values of the right type that cannot work, each with one line."""
    if paper.language not in LANGUAGES:
        raise PaperError(
            f"{file}: [paper] language must be one of {', '.join(LANGUAGES)}, not {paper.language!r}"
        )
    try:
        clock.zone(paper.zone)
    except ValueError as error:
        raise PaperError(f"{file}: [paper] zone: {error}") from None
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", paper.key):
        raise PaperError(f"{file}: [paper] key must be a short lower-case word, not {paper.key!r}")
    address = urlsplit(paper.address)
    if address.scheme not in ("http", "https") or not address.netloc or address.path or address.query:
        raise PaperError(
            f"{file}: [paper] address must look like https://www.example.id, not {paper.address!r}"
        )
    if not 0 <= paper.newsstand.port <= 65535:
        raise PaperError(f"{file}: [newsstand] port must be between 0 and 65535, not {paper.newsstand.port}")
    for name in ("processes", "hot_megabytes", "rack_megabytes"):
        if getattr(paper.newsstand, name) < 1:
            raise PaperError(f"{file}: [newsstand] {name} must be at least 1")
    if urlsplit(paper.database.url).scheme not in ("sqlite", "postgres", "postgresql"):
        raise PaperError(
            f"{file}: [database] url must begin with sqlite:/// or postgres://, not {paper.database.url!r}"
        )
    if paper.mail.url and urlsplit(paper.mail.url).scheme not in ("smtp", "smtps"):
        raise PaperError(f"{file}: [mail] url must begin with smtp:// or smtps://")
    selling.check(file, paper.membership)
    _check_newsroom(file, paper.newsroom)
    _check_readers(file, paper.readers)
    _check_metering(file, paper.metering)
    _check_syndication(file, paper.syndication)
    _check_advertising(file, paper.advertising)
    _check_words(file, paper.words)


def _check_newsroom(file: Path, newsroom: Newsroom) -> None:
    if newsroom.review not in REVIEWS:
        raise PaperError(
            f"{file}: [newsroom] review must be one of {', '.join(REVIEWS)}, not {newsroom.review!r}"
        )


def _check_readers(file: Path, readers: Readers) -> None:
    if readers.stay_days < 1:
        raise PaperError(f"{file}: [readers] stay_days must be at least 1, not {readers.stay_days}")


def _check_metering(file: Path, metering: Metering) -> None:
    if metering.access not in ACCESSES:
        raise PaperError(
            f"{file}: [metering] access must be one of {', '.join(ACCESSES)}, not {metering.access!r}"
        )
    for name, least, most in (
        ("open_paragraphs", 0, 100),
        ("stories_a_month", 0, 100),
        ("gifts_a_month", 0, 1000),
        ("gift_days", 1, 366),
    ):
        if not least <= getattr(metering, name) <= most:
            raise PaperError(f"{file}: [metering] {name} must be from {least} to {most}")


def _check_syndication(file: Path, said: Syndication) -> None:
    if said.ai_use not in AI_USES:
        raise PaperError(
            f"{file}: [syndication] ai_use must be one of {', '.join(AI_USES)}, not {said.ai_use!r}"
        )
    if said.indexnow_key and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", said.indexnow_key):
        raise PaperError(f"{file}: [syndication] indexnow_key must be 8 to 128 letters, digits and hyphens")
    if said.websub_hub and urlsplit(said.websub_hub).scheme not in ("http", "https"):
        raise PaperError(f"{file}: [syndication] websub_hub must begin with https:// or http://")


def _check_advertising(file: Path, said: Advertising) -> None:
    where = f"{file}: [advertising]"
    for name in ("closed_hours", "asks_a_day", "tcf_cmp"):
        if getattr(said, name) < 0:
            raise PaperError(f"{where} {name} must not be below 0")
    if said.network and not (said.network_tag and (file.parent / said.network_tag).is_file()):
        raise PaperError(f"{where} network_tag must be the path of a file with the tag of {said.network}")
    for host in said.network_hosts:
        if not re.fullmatch(r"https://[A-Za-z0-9.*-]+(:\d{1,5})?", host):
            raise PaperError(f"{where} network_hosts must be like https://ads.example, not {host!r}")
    if not all(vendor.isdecimal() and 0 < int(vendor) < 65536 for vendor in said.tcf_vendors):
        raise PaperError(f'{where} tcf_vendors must be numbers of the IAB\'s list, such as ["755"]')
    for seller in said.sellers:
        parts = [part.strip() for part in seller.split(",", 3)]
        if len(parts) != 4 or parts[1].upper() not in SELLERS:
            raise PaperError(
                f"{where} sellers: {seller!r} must be “number, {'/'.join(SELLERS)}, domain, name”"
            )


def _check_words(file: Path, words: Words) -> None:
    seen: dict[str, str] = {}
    for entry in fields(words):
        word = getattr(words, entry.name)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word):
            raise PaperError(
                f"{file}: [words] {entry.name} must be small letters, digits and hyphens, not {word!r}"
            )
        if word in seen:
            raise PaperError(
                f"{file}: [words] {entry.name} and {seen[word]} are both {word!r}; make them differ"
            )
        seen[word] = entry.name


def _with_sisters(main: Paper, file: Path, tables: dict[str, Any]) -> Paper:
    sisters = tuple(_sister(main, file, key, values) for key, values in tables.items())
    whole = Paper(**{**_values(main), "sisters": sisters})
    taken: dict[str, str] = {}
    for paper in whole.papers:
        for host in {paper.host, *paper.hosts}:
            if host in taken:
                raise PaperError(
                    f"{file}: {paper.key} and {taken[host]} both answer to {host}; give each its own"
                )
            taken[host] = paper.key
    return whole


def _sister(main: Paper, file: Path, key: str, values: Any) -> Paper:
    if not isinstance(values, dict):
        raise PaperError(f"{file}: papers.{key} must be a table, written [papers.{key}]")
    face = {name: value for name, value in values.items() if name not in SISTER_TABLES}
    if "address" not in face:
        raise PaperError(f"{file}: [papers.{key}] needs an address of its own")
    written = {
        "paper": {"key": key, **face},
        **{name: values[name] for name in SISTER_TABLES if name in values},
    }
    sister = _paper(file, main.folder, written, main.secret_key)
    shared = {"database": main.database, "newsstand": main.newsstand, "mail": main.mail, "debug": main.debug}
    shared |= {"newsroom": main.newsroom, "readers": main.readers, "membership": main.membership}
    if sister.words.newsroom != main.words.newsroom:
        words = {**_values(sister.words), "newsroom": main.words.newsroom}
        shared["words"] = Words(**words)
    return Paper(**{**_values(sister), **shared})


def _values(frozen: Any) -> dict[str, Any]:
    return {entry.name: getattr(frozen, entry.name) for entry in fields(frozen)}


def _secret_key(home: Path, environ: Mapping[str, str]) -> str:
    """Return the installation's secret, made once with mode 0600."""
    given = _from_environment("KABAR_SECRET_KEY", environ)
    if given:
        return given
    file = home / "var" / "secret_key"
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        return _make_secret(file)
    except OSError as error:
        raise PaperError(f"{file}: cannot be read: {error.strerror}") from None


def _make_secret(file: Path) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    except OSError as error:
        raise PaperError(f"{file}: the secret key cannot be written: {error.strerror}") from None
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as opened:
        opened.write(secret)
    return secret
