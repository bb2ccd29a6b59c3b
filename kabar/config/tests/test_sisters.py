"""Several papers on one installation, told apart by the host a reader asks."""

import pytest

from kabar.config import PaperError, load

MAIN = """\
[paper]
name = "Pos Kota"
address = "https://poskota.example"
hosts = ["www.poskota.example"]
[newsstand]
port = 81
[words]
newsroom = "dapur"
"""
SISTER = """\
[papers.desa]
name = "Pos Desa"
address = "https://desa.example:8443"
language = "en"
[papers.desa.imprint]
publisher = "Yayasan Desa"
"""


@pytest.fixture
def write(tmp_path):
    """Write the settings and give the paper."""

    def _write(text):
        (tmp_path / "kabar.toml").write_text(text, "utf-8")
        return load(tmp_path, {})

    return _write


@pytest.fixture
def papers(write):
    """The city's paper and its sister of the village."""
    return write(MAIN + SISTER)


def test_each_paper_answers_under_its_own_hosts(papers):
    names = {
        host: papers.for_host(host).name
        for host in (
            "poskota.example",
            "www.poskota.example",
            "desa.example:8443",
            "DESA.example.",
            "desa.example",
        )
    }
    assert set(names.values()) == {"Pos Kota", "Pos Desa"}
    assert names["DESA.example."] == "Pos Desa"


def test_a_strangers_name_is_nobodys(papers):
    assert papers.for_host("evil.example") is None
    assert papers.for_host("") is None


def test_a_paper_on_this_machine_answers_to_all_its_names(write):
    paper = write("")
    for host in ("localhost:8000", "localhost", "127.0.0.1:9123", "[::1]:8000"):
        assert paper.for_host(host) is paper


def test_a_sister_has_her_own_face_and_the_familys_machinery(papers):
    (desa,) = papers.sisters
    assert (desa.key, desa.language, desa.words.topic) == ("desa", "en", "topic")
    assert desa.imprint.publisher == "Yayasan Desa"
    assert desa.database == papers.database
    assert desa.newsstand.port == 81
    assert desa.folder == papers.folder


def test_the_newsroom_has_one_address_for_all(papers):
    assert papers.sisters[0].words.newsroom == "dapur"


def test_a_paper_is_found_by_its_key(papers):
    assert papers.for_key("desa").name == "Pos Desa"
    with pytest.raises(KeyError):
        papers.for_key("laut")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[papers.desa]\nname = "Pos Desa"\n', "address"),
        ('[papers.desa]\naddress = "http://localhost:8000"\n', "both answer to"),
        ('[papers.Desa]\naddress = "https://desa.example"\n', "key"),
        ('[papers.desa]\naddress = "https://desa.example"\n[papers.desa.database]\nurl = "x"\n', "database"),
        ("[papers]\ndesa = 1\n", "papers.desa"),
    ],
)
def test_a_sister_that_cannot_live_here_is_refused(write, text, named):
    with pytest.raises(PaperError, match=named.replace("[", r"\[")):
        write(text)
