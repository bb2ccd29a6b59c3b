"""Words and stems, in Indonesian and English."""

from __future__ import annotations

import pytest

from kabar.archive.search.stemming import plain_form, stemmer, words

FAMILIES = [
    ("menteri", "kementerian menterinya"),
    ("sekolah", "bersekolah sekolahnya persekolahan menyekolahkan"),
    ("berita", "diberitakan pemberitaan beritanya memberitakan"),
    ("tangkap", "menangkap ditangkap penangkapan tertangkap tangkapan"),
    ("kata", "mengatakan dikatakan perkataan"),
    ("main", "pemain bermain permainan memainkan"),
    ("nyata", "menyatakan pernyataan dinyatakan"),
    ("minta", "meminta diminta permintaan"),
    ("kirim", "mengirim dikirim pengiriman kiriman"),
    ("percaya", "kepercayaan dipercaya mempercayai"),
    ("didik", "pendidikan mendidik terdidik"),
    ("kuat", "menguatkan penguatan kekuatan memperkuat"),
    ("kerja", "bekerja pekerjaan pekerja mengerjakan"),
]
STRANGERS = [
    ("menteri", "teri"),
    ("masalah", "masa"),
    ("beruang", "uang"),
    ("kepala", "pala"),
    ("korban", "korb"),
    ("terapi", "api"),
    ("pantai", "panta"),
]


@pytest.mark.parametrize(("root", "relatives"), FAMILIES)
def test_the_relatives_of_a_word_share_its_stem(root: str, relatives: str) -> None:
    stem = stemmer("id")
    assert {stem(word) for word in relatives.split()} == {stem(root)}


@pytest.mark.parametrize(("word", "stranger"), STRANGERS)
def test_words_that_only_look_related_stay_apart(word: str, stranger: str) -> None:
    assert stemmer("id")(word) != stemmer("id")(stranger)


def test_english_is_stemmed_by_its_own_rules() -> None:
    stem = stemmer("en")
    assert stem("ministers") == stem("minister")
    assert stem("talks") == stem("talked") == "talk"


def test_stop_words_have_no_stem() -> None:
    assert stemmer("id")("yang") == ""
    assert stemmer("en")("the") == ""
    assert stemmer("en")("yang") == "yang"


def test_roman_numerals_and_numbers_are_left_alone() -> None:
    assert [stemmer("id")(word) for word in ("xiii", "2025", "g20")] == ["xiii", "2025", "g20"]


def test_accents_capitals_and_apostrophes_do_not_matter() -> None:
    assert plain_form("Jum’at") == "jumat"
    assert words("José Al-Qur'an CAFÉ") == ["jose", "al", "quran", "cafe"]


def test_a_doubled_word_is_its_word_twice() -> None:
    assert words("anak-anak") == ["anak", "anak"]


def test_a_word_of_any_length_is_cut() -> None:
    assert {len(word) for word in words("a" * 600 + "'" + "b" * 5000)} == {60}
