"""What a text says that nobody is credited with."""

import subprocess
import sys

import pytest

from kabar.sources.lint import Kind, unattributed
from kabar.sources.lint.sentences import sentences

SPEECH = [
    ("id", "Penutupan itu hanya berlaku sore hari, kata Syafrin."),
    ("id", "Menurut laporan itu, kedua menteri membahas keamanan."),
    ("id", "“Kami akan menghadapi siapa pun lawan kami di babak final.”"),
    ("id", "Ia mengatakan sambungan itu berlangsung sekitar satu jam."),
    ("id", "Pesawat itu jatuh di laut, dilansir Reuters."),
    ("en", "The company plans to close two plants, it announced Wednesday."),
    ("en", "Officials said the explosion was no test."),
    ("en", "According to the ministry, talks will resume."),
]
FIGURES = [
    ("id", "Banjir merendam 1.200 rumah di empat kecamatan."),
    ("id", "Pemerintah menyiapkan Rp 50 miliar untuk perbaikan."),
    ("id", "Puluhan warga dievakuasi semalam."),
    ("en", "The plan would cut 1,400 jobs."),
]
NEITHER = [
    ("id", "Pertemuan itu digelar di Ambon pada 13 Mei 2022 pukul 10.00."),
    ("id", "Penjelasan itu belum jelas bagi warga."),
    ("id", "Kata kunci pencarian paling populer adalah banjir."),
    ("en", "The ship left Ambon at dawn on 13 May 2022."),
    ("en", "Matsui drove in the runner for a 7-6 win."),
]


@pytest.mark.parametrize(("language", "text"), SPEECH)
def test_speech_without_a_source_is_found(language, text):
    assert [found.kind for found in unattributed(text, language)] == [Kind.SPEECH]


@pytest.mark.parametrize(("language", "text"), FIGURES)
def test_a_figure_nobody_is_credited_with_is_found(language, text):
    assert [found.kind for found in unattributed(text, language)] == [Kind.FIGURE]


@pytest.mark.parametrize(("language", "text"), NEITHER)
def test_what_needs_no_source_is_left_alone(language, text):
    assert unattributed(text, language) == []


def test_a_sentence_that_carries_an_attribution_is_credited():
    text = "Warga pulang. Itu tidak benar, kata Kirby. Ia berkata begitu dua kali."
    begins = text.index("Itu")
    found = unattributed(text, "id", [(begins, begins + 12)])
    assert [each.text for each in found] == ["Ia berkata begitu dua kali."]
    assert text[found[0].begins : found[0].ends] == found[0].text


def test_titles_and_initials_end_no_sentence():
    text = "Prof. Dr. H. Amir datang. Ia pulang."
    assert [sentence.text for sentence in sentences(text)] == ["Prof. Dr. H. Amir datang.", "Ia pulang."]


def test_a_quote_that_runs_over_sentences_is_one_quote():
    text = "“Kami pulang. Kami tidak akan kembali lagi ke sana.” Hujan turun."
    kinds = [found.text for found in unattributed(text, "id")]
    assert kinds == ["Kami tidak akan kembali lagi ke sana.”"]


@pytest.mark.parametrize("text", ["", " ", "”", "“", '"', "." * 500, "Rp", "\n\n"])
def test_nothing_breaks_it(text):
    unattributed(text, "id")
    unattributed(text, "xx")


def test_it_knows_no_django():
    code = "import sys, kabar.sources.lint; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
