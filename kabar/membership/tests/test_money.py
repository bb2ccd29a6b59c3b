"""Money is counted in whole units, adds up, and is read back as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.membership.money import Money, decimals, nothing, of_major, parsed

pytestmark = pytest.mark.once
CURRENCIES = st.sampled_from(["IDR", "USD", "KWD", "JPY"])
AMOUNTS = st.integers(min_value=0, max_value=10**14)


def test_rupiah_has_no_decimals_and_dollars_have_two():
    assert Money("IDR", 35_000).printed("id") == "Rp35.000"
    assert Money("IDR", 35_000).printed("en") == "Rp35,000"
    assert Money("USD", 1_234_56).printed("en") == "US$1,234.56"
    assert Money("USD", -2_99).printed("id") == "−US$2,99"
    assert Money("CHF", 5_00).printed("en") == "CHF 5.00"


@pytest.mark.parametrize(
    ("written", "money"),
    [
        ("IDR 35000", Money("IDR", 35_000)),
        ("IDR 35.000", Money("IDR", 35_000)),
        ("IDR 1,250,000", Money("IDR", 1_250_000)),
        ("USD 2.99", Money("USD", 299)),
        ("USD 2", Money("USD", 200)),
        ("USD 1,234.50", Money("USD", 123_450)),
    ],
)
def test_what_a_publisher_writes_is_understood(written, money):
    assert parsed(written) == money


@pytest.mark.parametrize(
    "written",
    ["", "35000", "Rp 35000", "IDR", "IDR 35,5", "IDR 3.50", "USD 2.9", "USD 2.999", "IDR -5", "IDR 9e9"],
)
def test_what_is_no_amount_is_refused_by_name(written):
    with pytest.raises(ValueError, match=r"write for example|written with"):
        parsed(written)


@pytest.mark.parametrize("amount", [1.0, "5", True, None])
def test_a_fraction_is_never_money(amount):
    with pytest.raises(TypeError):
        Money("IDR", amount)


def test_two_currencies_do_not_add_up():
    with pytest.raises(ValueError, match="do not add up"):
        Money("IDR", 1) + Money("USD", 1)


@given(CURRENCIES, AMOUNTS)
def test_it_is_read_back_as_it_was_written(currency, minor):
    money = Money(currency, minor)
    assert parsed(money.plain()) == money
    assert of_major(currency, money.plain().split()[1]) == money


@given(CURRENCIES, AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away(currency, one, other):
    a, b = Money(currency, one), Money(currency, other)
    assert a + b - b == a and a + -a == nothing(currency)


@given(AMOUNTS, st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_parts_of_a_sum_are_never_more_than_the_sum(minor, part, whole):
    money = Money("IDR", minor)
    part = min(part, whole)
    shared = money.share(part, whole)
    assert nothing("IDR") <= shared <= money
    assert (shared + money.share(whole - part, whole)).minor in (minor, minor - 1)


@given(AMOUNTS, st.integers(0, 9_999))
def test_the_tax_that_is_in_a_price_is_less_than_the_price_and_off_by_half_a_unit_at_most(minor, points):
    tax = Money("IDR", minor).tax_within(points)
    assert abs(tax.minor * (10_000 + points) - minor * points) * 2 <= 10_000 + points
    assert tax.minor <= minor


def test_eleven_per_cent_within_a_price():
    assert Money("IDR", 111_000).tax_within(1100) == Money("IDR", 11_000)


def test_an_amount_with_more_decimals_than_its_currency_is_none():
    assert decimals("IDR") == 0
    with pytest.raises(ValueError, match="no amount"):
        of_major("IDR", "10.5")
    assert of_major("IDR", "10000.00") == Money("IDR", 10_000)
