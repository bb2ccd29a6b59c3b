"""What a publisher types, and the one line that answers when it cannot be done."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import tables
from tools.sample_paper import lay_out
from tools.walking_paper import environment

pytestmark = pytest.mark.once
CLEAN = environment(8000, None)


def kabar(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as in a fresh shell."""
    command = [sys.executable, "-m", "kabar.cli", *map(str, arguments)]
    return subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=False, timeout=120)


def refusal(*arguments: str | Path) -> str:
    """Run a command that must be refused in one line."""
    done = kabar(*arguments)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    line = done.stderr.strip()
    assert line.count("\n") == 0, line
    return line


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper's folder with its settings and nothing else."""
    return lay_out(tmp_path / "paper")


def test_a_folder_without_a_paper_is_named_with_what_to_do(tmp_path):
    line = refusal("run", "--paper", tmp_path)
    assert str(tmp_path / "kabar.toml") in line
    assert "kabar init" in line


def test_an_unknown_key_is_named_with_its_file_and_table(paper):
    (paper / "kabar.toml").write_text('[paper]\nnmae = "Pos Desa"\n')
    line = refusal("migrate", "--paper", paper)
    assert "kabar.toml" in line
    assert "'nmae'" in line
    assert "[paper]" in line


def test_an_unmigrated_database_is_refused_before_anything_starts(paper):
    assert "kabar migrate" in refusal("run", "--paper", paper, "--port", "0")


def test_a_database_that_is_not_there_is_named(paper):
    (paper / "kabar.toml").write_text('[database]\nurl = "postgres://nobody@127.0.0.1:1/none"\n')
    assert "[database] url" in refusal("run", "--paper", paper, "--port", "0")


def test_a_taken_port_is_named(paper):
    tables.lay_beside(paper)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = refusal("run", "--paper", paper, "--port", str(port))
    assert str(port) in line
    assert "--port" in line


def test_a_paper_is_founded_opened_and_given_an_editor(tmp_path):
    folder = tmp_path / "pos-desa"
    assert kabar("init", folder, "--name", "Pos Desa").returncode == 0
    # The wheel shows that the tables are made; to lay them in takes a moment instead of a minute.
    tables.lay_beside(folder)
    assert kabar("migrate", "--paper", folder).returncode == 0
    told = kabar("staff", "add", "rina", "--role", "editor", "--paper", folder)
    assert "password" in told.stdout
    assert "rina has an account already" in refusal("staff", "add", "rina", "--paper", folder)
    assert kabar("staff", "password", "rina", "--paper", folder).returncode == 0
    assert "nobody is called budi" in refusal("staff", "password", "budi", "--paper", folder)
