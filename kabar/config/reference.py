"""Every setting with its default and meaning, for the reference page and a new paper's kabar.toml."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from kabar.config.loading import PAPER_KEYS, SISTER_TABLES, TABLES
from kabar.config.paper import ENGLISH_WORDS, Crawler, Feed, Gateway, Paper, Provider

HEAD = """# Settings

Made from the settings themselves by `python -m kabar.config.reference`.

A paper's settings are in `kabar.toml` in its folder; `kabar init` writes it with every one of them.
The environment wins over the file: `KABAR_<TABLE>_<KEY>` holds a value, `KABAR_<TABLE>_<KEY>_FILE` the path
of a file that holds it, which keeps a secret out of both. A list is `["one", "two"]` in the file and
`one,two` in the environment. An unknown table or key, or a value that cannot work, is refused by name before
anything starts.
"""

TAIL = """## From the environment only

| variable | meaning |
|---|---|
| `KABAR_PAPER` | the paper's folder, when a command is not told `--paper` |
| `KABAR_SECRET_KEY` | the installation's secret; without it, `var/secret_key` is made once, mode 0600 |

## [papers.KEY]: sister papers

One installation carries several papers, told apart by host name. Each has a table of its own, called by its
key, with the keys of `[paper]`, of which `address` must be given, and may have `[papers.KEY.words]`,
`[papers.KEY.imprint]`, `[papers.KEY.syndication]` and `[papers.KEY.advertising]`. Database, newsstand, mail,
the newsroom's ways and its address are the main paper's.

```toml
[papers.desa]
name = "Pos Desa"
address = "https://desa.example.id"
```

"""

FEEDS = """## [feeds.NAME]: where agency copy comes from

Each feed has a table of its own, called by a name of your choice. What it is follows from its address: a web
address is asked with conditional requests, a folder is watched, a mailbox and an FTP server are looked into,
and `push` waits for whoever knows the token. See docs/howto/wire.md.

```toml
[feeds.antara]
address = "https://www.example.id/rss/terkini.xml"
agency = "ANTARA"
every = 120
```
"""


PROVIDERS = """
## [readers.providers.NAME]: who else vouches for readers

Each has a table of its own, called by a name of your choice, and is a button on the sign-in page. Register
your paper there with `https://…/akun/sign-in/from/NAME/` (`account` for an English paper) to come back to.

```toml
[readers.providers.google]
title = "Google"
issuer = "https://accounts.google.com"
client_id = "…"
client_secret_file = "google.secret"
```
"""


GATEWAYS = """
## [membership.gateways.NAME]: who takes readers' money

Each payment service has a table of its own, called `midtrans`, `xendit` or `stripe`; bank transfers and
vouchers need none. See docs/howto/membership.md.

```toml
[membership.gateways.midtrans]
key_file = "secrets/midtrans"
```
"""

CRAWLERS = """
## [metering.crawlers.NAME]: machines that read members' stories

Without a table none does. A crawler is believed when its address has a name that ends as you say, and that
name has its address; what it calls itself alone opens nothing. See docs/howto/members-stories.md.

```toml
[metering.crawlers.google]
agent = "Googlebot"
hosts = [".googlebot.com", ".google.com"]
```
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a publisher may set."""

    table: str
    key: str
    default: Any
    meaning: str

    @property
    def variable(self) -> str:
        """Return the name of the environment variable that wins over the file."""
        return f"KABAR_{self.table}_{self.key}".upper()

    def in_language(self, language: str) -> Any:
        """Return the default in a paper of a language; only the words of addresses differ."""
        if self.table == "words" and language == "en":
            return ENGLISH_WORDS[self.key]
        return self.default


def tables() -> Iterator[tuple[str, str, list[Setting]]]:
    """Give each table's name, what it is about, and its settings."""
    yield "paper", "The publication: its face, its addresses.", _settings("paper", Paper)
    for name, kind in TABLES.items():
        yield name, (kind.__doc__ or "").strip(), _settings(name, kind)


def _settings(table: str, kind: type, but: str = "") -> list[Setting]:
    return [
        Setting(table, entry.name, entry.default, entry.metadata["meaning"])
        for entry in fields(kind)
        if (entry.name in PAPER_KEYS if table == "paper" else entry.name != but)
    ]


def in_toml(value: Any) -> str:
    """Return a value as kabar.toml writes it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def page() -> str:
    """Return the reference page of settings."""
    parts = [HEAD, *(_table(*table) for table in tables()), TAIL + FEEDS, *_rows(_named("feeds", Feed))]
    parts += [PROVIDERS, *_rows(_named("readers.providers", Provider))]
    parts += [GATEWAYS, *_rows(_named("membership.gateways", Gateway))]
    return "\n".join([*parts, CRAWLERS, *_rows(_named("metering.crawlers", Crawler)), ""])


def _named(table: str, kind: type) -> list[Setting]:
    """Return the settings of tables that a publisher names."""
    return _settings(table, kind, but="name")


def _table(name: str, about: str, settings: list[Setting]) -> str:
    sisters = " A sister paper may have its own." if name in SISTER_TABLES else ""
    return "\n".join([f"## [{name}]", "", about + sisters, "", *_rows(settings), ""])


def _rows(settings: list[Setting]) -> list[str]:
    """Return a table of settings, line by line."""
    lines = ["| key | default | meaning |", "|---|---|---|"]
    return lines + [f"| `{entry.key}` | {_defaults(entry)} | {entry.meaning} |" for entry in settings]


def _defaults(entry: Setting) -> str:
    """Return a default as the page prints it, with the English paper's beside it where it differs."""
    ours, english = in_toml(entry.default), in_toml(entry.in_language("en"))
    return f"`{ours}`" if ours == english else f'`{ours}`; `{english}` when `language` is `"en"`'


if __name__ == "__main__":
    sys.stdout.write(page())
