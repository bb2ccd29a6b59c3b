"""What a page says of itself."""

from django.template import Context, Template

from kabar.masthead.head import Head, shortened, trail


def test_a_title_carries_the_papers_name():
    assert Head("Global", "", "/global/", site="Kabar").full_title == "Global | Kabar"


def test_a_long_title_stands_alone():
    long = "Jembatan " * 12
    assert Head(long, "", "/", site="Kabar").full_title == long


def test_a_description_is_cut_at_a_word():
    cut = shortened("Warga menyeberangi jembatan baru sejak pagi", 25)
    assert cut == "Warga menyeberangi…"


def test_a_short_description_is_left_as_it_is():
    assert shortened("  Warga   menyeberang ") == "Warga menyeberang"


def test_the_way_to_a_page_is_numbered_from_the_front():
    steps = trail("https://kabar.id", ("Kabar", "/"), ("Global", "/global/"))["itemListElement"]
    assert [(step["position"], step["item"]) for step in steps] == [
        (1, "https://kabar.id/"),
        (2, "https://kabar.id/global/"),
    ]


def test_nothing_in_the_data_can_end_its_script():
    printed = Template("{% load kabar %}{{ data|json_ld }}").render(
        Context({"data": {"headline": "</script><script>alert(1)</script> & <!--"}})
    )
    assert "<" not in printed
    assert ">" not in printed
    assert "&" not in printed
