"""Founds a paper: writes the folder that `kabar init` promises, and asks nothing."""

from __future__ import annotations

import re
from pathlib import Path

from kabar import config
from kabar.config import CONFIG_FILE, Paper, PaperError
from kabar.config.reference import Setting, in_toml, tables

HEAD = """\
# The settings of {name}.
#
# Every setting is here. A line such as `#key = value` shows the default; take its # away to change it.
# The environment wins over this file: KABAR_PAPER_NAME sets the name, KABAR_DATABASE_URL the database;
# KABAR_DATABASE_URL_FILE names a file that holds the value, which keeps a secret out of here.
# Commands refuse what they do not know or cannot use, by name, before anything starts.
"""

TAIL = """
# Several papers may share this installation, each under a host name of its own:
#
#     [papers.desa]
#     name = "Pos Desa"
#     address = "https://desa.example.id"
"""

TO_TRY = """\
# Off, because this paper is there to be tried out. Take the next line away before anyone works here.
second_factor = false
"""

READMES = {
    "masthead/templates/README.md": """\
# Templates of your own

A template here wins over Kabar's of the same path: `kabar/stories/story.html` in this folder replaces the
story page. Copy the one you want to change from the installed package, and change the copy. No upgrade
touches it.
""",
    "masthead/static/README.md": """\
# Styles, scripts and pictures of your own

`theme.css` here is loaded after every style of Kabar's. Begin it with `@layer paper {` and it always wins.
After a change, `kabar migrate` collects the files; then start the paper again.
""",
    "plugins/README.md": """\
# Plugins of your own

Each folder here that is a Python package is a Django app of this paper; its name must not be taken by another
package. What Kabar asks of it, if it is there:

- `blocks.py` with `body_blocks()`: further kinds of blocks for the body of a story
- `urls.py` with `urlpatterns`: further public addresses

Start the paper again after a change, and run `kabar migrate` when the plugin has tables of its own.
""",
}

GITIGNORE = """\
# What Kabar writes: database, pictures, plates, the secret key. Back it up; do not publish it.
/var/
__pycache__/
"""

#: What may be lying in a folder where a paper is founded: what founding writes, and a repository's own.
OURS = frozenset({CONFIG_FILE, ".gitignore", ".git", "masthead", "plugins"})


def found(
    folder: Path | str,
    *,
    name: str | None = None,
    language: str = "id",
    address: str | None = None,
    to_try: bool = False,
) -> Paper:
    """Write a paper's folder and return the paper; one that stands already is left as it is.

    One to try out opens its newsroom by password alone, and says so in its settings.
    """
    home = Path(folder).expanduser().resolve()
    if not (home / CONFIG_FILE).exists():
        _refuse_strangers(home)
        chosen = {"name": name or name_from(home), "language": language, "zone": "Asia/Jakarta"}
        chosen["address"] = (address or "http://localhost:8000").rstrip("/")
        settings = settings_file(chosen)
        if to_try:
            settings = settings.replace("#second_factor = true\n", TO_TRY)
        config.imagine(home, settings)
        _lay_out(home, settings)
    return config.load(home)


def name_from(home: Path) -> str:
    """Return the name a folder suggests: pos-desa is Pos Desa."""
    words = re.split(r"[\s_-]+", home.name)
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "Kabar"


def settings_file(chosen: dict[str, str]) -> str:
    """Return a kabar.toml in which what was chosen is set, and everything else shown with its default."""
    parts = [HEAD.format(name=chosen["name"].replace("\n", " "))]
    for name, about, settings in tables():
        parts.append(f"\n# {about}\n[{name}]\n")
        parts += [_entry(setting, chosen) for setting in settings]
    return "".join([*parts, TAIL])


def _entry(setting: Setting, chosen: dict[str, str]) -> str:
    if setting.table == "paper" and setting.key in chosen:
        return f"# {setting.meaning}\n{setting.key} = {in_toml(chosen[setting.key])}\n\n"
    default = in_toml(setting.in_language(chosen["language"]))
    return f"# {setting.meaning}\n#{setting.key} = {default}\n\n"


def _refuse_strangers(home: Path) -> None:
    """Refuse a folder in which something else lives already."""
    if home.exists() and not home.is_dir():
        raise PaperError(f"{home}: is a file; name a folder for the paper")
    strangers = (
        sorted(entry.name for entry in home.iterdir() if entry.name not in OURS) if home.exists() else []
    )
    if strangers:
        raise PaperError(f"{home}: is not empty, {strangers[0]} lies in it; name an empty or a new folder")


def _lay_out(home: Path, settings: str) -> None:
    """Write the files, the settings last, so that founding interrupted can be begun anew."""
    try:
        for path, text in {**READMES, ".gitignore": GITIGNORE}.items():
            if not (home / path).exists():
                _write(home / path, text)
        _write(home / CONFIG_FILE, settings)
    except OSError as error:
        raise PaperError(f"{error.filename or home}: cannot be written: {error.strerror}") from None


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_text(text, "utf-8")
    part.replace(file)
