"""Where the ledger and its lines stand."""

from __future__ import annotations

from datetime import datetime

from kabar import clock
from kabar.config import Paper, Words
from kabar.corrections.models import Correction


def ledger_path(words: Words) -> str:
    """Return the address of the ledger."""
    return f"/{words.corrections}/"


def month_path(paper: Paper, at: datetime) -> str:
    """Return the address of the month an instant lies in, by the paper's clock."""
    return f"/{paper.words.corrections}/{clock.local(at, paper.zone):%Y/%m}/"


def entry_path(paper: Paper, at: datetime, anchor: str) -> str:
    """Return the address of one line of the ledger."""
    return f"{month_path(paper, at)}#{anchor}"


def before_path(words: Words, correction: Correction) -> str:
    """Return the address of what a story said before a correction."""
    return f"/{words.corrections}/{correction.pk}/"


def ask_path(words: Words) -> str:
    """Return where readers ask for a correction or a reply."""
    return f"/{words.corrections}/{words.corrections_ask}/"


def policy_path(words: Words) -> str:
    """Return where the paper says how it corrects itself."""
    return f"/{words.corrections}/{words.corrections_policy}/"
