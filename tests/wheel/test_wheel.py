"""The wheel, installed into a clean environment, founds a paper and serves it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tools import walking_paper
from tools.judges.fetching import fetch

pytestmark = [pytest.mark.wheel, pytest.mark.slow, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command outside any paper; its output is the failure's message."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KABAR_", "DJANGO_"))}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(python: Path, *arguments: str | Path) -> str:
    """Let this Python's pip work on another, which has none."""
    return run(sys.executable, "-m", "pip", "--python", python, *arguments)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel, its pinned requirements and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder)
    python = folder / "bin" / "python"
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for pinned in PINNED.findall((ROOT / "requirements" / "runtime.txt").read_text()):
        lend(metadata.distribution(pinned), packages)
    pip(python, "install", "--quiet", "--no-deps", wheel)
    return python


def lend(one: metadata.Distribution, packages: Path) -> None:
    """Copy what is installed here, by the same hashes, into another Python; its commands stay behind."""
    for file in one.files or ():
        if ".." not in file.parts:
            (packages / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(one.locate_file(file)), packages / file)


@pytest.fixture
def served(clean_python: Path, tmp_path: Path) -> Iterator[walking_paper.WalkingPaper]:
    """The demo paper, run by that Python; it ends before its jobs have made every size of every picture."""
    command = (str(clean_python.parent / "kabar"),)
    with walking_paper.walk(tmp_path / "paper", demo=True, command=command) as paper:
        yield paper


def test_the_wheel_brings_templates_styles_words_and_pictures_but_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "/tests/" in name]
    for ending in (".html", ".css", ".mo", ".jpg"):
        assert [name for name in names if name.endswith(ending)], f"no {ending} in the wheel"


def test_the_wheel_brings_every_migration(wheel: Path) -> None:
    written = {str(file.relative_to(ROOT)) for file in ROOT.glob("kabar/**/migrations/*.py")}
    assert written and written <= set(zipfile.ZipFile(wheel).namelist())


def test_everything_it_needs_is_declared(clean_python: Path) -> None:
    pip(clean_python, "check")


def test_it_says_its_version(clean_python: Path, tmp_path: Path) -> None:
    assert "0.1.0" in run(clean_python.parent / "kabar", "--version", cwd=tmp_path)


def test_a_reader_reads_the_demo_paper(served: walking_paper.WalkingPaper) -> None:
    answer = fetch(served.url("/"))
    assert answer.status == 200
    assert b"<h1" in answer.body
