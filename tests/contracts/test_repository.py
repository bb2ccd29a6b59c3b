"""The repository keeps its own rules."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = ("runtime.txt", "build.txt", "dev.txt")
DRAWERS = {"utils", "core", "common", "helpers", "misc"}


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def plain(requirement: str) -> str:
    """A requirement's name as indexes compare it."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def pinned(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.\[\]-]+)==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
    return {plain(package): version for package, version in found}


@pytest.mark.parametrize("name", PINS)
def test_every_pin_carries_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    blocks = re.split(r"\n(?=\S)", text)
    without = [
        block.split()[0] for block in blocks if "==" in block.split("\n")[0] and "--hash=sha256:" not in block
    ]
    assert not without
    assert "://" not in text and "index-url" not in text


def test_every_dependency_is_pinned() -> None:
    dependencies = [plain(str(one)) for one in project()["dependencies"]]  # type: ignore[attr-defined]
    assert not set(dependencies) - set(pinned("runtime.txt"))


def test_developers_run_the_versions_that_publishers_run() -> None:
    developers = pinned("dev.txt")
    differing = {
        name: version for name, version in pinned("runtime.txt").items() if developers.get(name) != version
    }
    assert not differing


def test_no_module_is_a_drawer_without_a_subject() -> None:
    found = [file for file in (ROOT / "kabar").rglob("*.py") if {file.stem, file.parent.name} & DRAWERS]
    assert not found


def test_every_make_target_says_what_it_does() -> None:
    shown = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    for target in ("dev", "run", "test", "check", "bench", "wheel", "docs", "faults"):
        assert re.search(rf"^make {target} +\S", shown, re.MULTILINE), f"make does not print {target}"


def test_the_lock_of_the_judges_names_no_address() -> None:
    assert "://" not in (ROOT / "tools" / "judges" / "package-lock.json").read_text()


def test_modules_stay_short_enough_to_have_one_subject() -> None:
    modules = [file for file in (ROOT / "kabar").rglob("*.py") if "migrations" not in file.parts]
    long = {str(file): lines for file in modules if (lines := len(file.read_text().splitlines())) > 400}
    assert not long
