"""Copy that is made to cost its reader much is refused at once, or is read in no more than a second."""

from __future__ import annotations

import json
import time

import pytest

from kabar.wire.parsers import reading
from kabar.wire.parsers.refusals import Unread

pytestmark = pytest.mark.once
SOONEST, LONGEST = 0.050, 1.0
LETTER = b"From: a@b.id\nSubject: x\n"
PARTS = LETTER + b"Content-Type: multipart/mixed; boundary=a\n\n"
ANPA = b"\x16\x16\x01W2870\x1f_asian\nr i\x13\x11 "
IPTC = b"\x01eca062 4 i 211\n\x02t=\n"
NEWSML = (
    b"<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a</ProviderId><NewsItemId>b</NewsItemId>"
    b"</NewsIdentifier></Identification>%s</NewsItem></NewsML>"
)


def nested(depth, lines):
    """Return a letter of parts inside parts, whose every line may end any of them."""
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth))
    return LETTER + b"".join(parts) + b"\n" + b"x\n" * lines


def of_html(html):
    """Return an item with a text."""
    return json.dumps({"uri": "a", "headline": "h", "body_html": html}).encode()


def within(data, most):
    """Read a message in so much of the processor's time, tried thrice; return the refusal, or nothing."""
    took, why = [], ""
    while len(took) < 3 and (not took or min(took) > most):
        began = time.process_time()
        try:
            reading.parse(data)
        except Unread as refused:
            why = str(refused)
        took.append(time.process_time() - began)
    assert min(took) <= most, took
    return why


REFUSED = {
    "letter of bare parts": lambda: PARTS + b"--a\n\nx\n" * 100_000,
    "letter of nine megabytes of parts": lambda: PARTS + b"--a\n\nx\n" * 1_400_000,
    "letter of parts in old line ends": lambda: (PARTS + b"--a\n\nx\n" * 60_000).replace(b"\n", b"\r"),
    "letter whose boundary is in pieces": lambda: (
        PARTS.replace(b"boundary", b"boundary*0") + b"--a\n\n" * 9999
    ),
    "letter of parts inside parts": lambda: nested(50, 100_000),
    "letter with a head of a million words": lambda: LETTER + b"Content-Type: text/plain" + b";a=b" * 10**6,
    "letter with a head without end": lambda: LETTER + b"X-a: b\n" * 100_000,
    "header of blanks": lambda: ANPA + b"BC" + b" " * 200_000 + b"x\n\x02^a<\n\x03",
    "a million messages": lambda: b"\x01a" * 1_000_000,
    "JSON of a million objects": lambda: b'[{"uri":"a"}' + b",{}" * 1_000_000 + b"]",
}


@pytest.mark.parametrize("name", REFUSED)
def test_copy_that_is_made_to_cost_much_is_refused_within_fifty_milliseconds(name):
    assert within(REFUSED[name](), SOONEST)


READ_OR_REFUSED = {
    "letter of as many lines as one may have": lambda: nested(6, 390_000).replace(b"x\nx\n", b"x\rx\n"),
    "title of digits": lambda: ANPA + b"BC\n\x02^" + b"1" * 200_000 + b"<\n\x03",
    "paragraph of lines": lambda: ANPA + b"BC\n\x02^a<\n^b<\n\tx\n" + b"some words here\n" * 50_000 + b"\x03",
    "trailer of blanks": lambda: IPTC + b"x\x03112233" + b" " * 200_000 + b"x",
    "items inside items": lambda: b"<rss><channel>" + b"<item>" * 240 + b"<x/>" * 55_000 + b"</item>" * 240
    + b"</channel></rss>",
    "a feed of half a million items": lambda: b"<rss><channel>" + b"<item/>" * 500_000 + b"</channel></rss>",
    "data inside data": lambda: NEWSML
    % (b"<ContentItem><DataContent>" * 110 + b"<p>x</p>" * 14_000 + b"</DataContent></ContentItem>" * 110),
    "titles of a byline": lambda: b"<nitf><body><body.head><byline>"
    + b"".join(b"x%d <byttl>x%d</byttl>" % (at, at) for at in range(50_000))
    + b"</byline></body.head><body.content/></body></nitf>",
    "small pictures": lambda: of_html(("<img width=1>" + "x" * 120) * 29_000),
    "one gallery of pictures": lambda: of_html("<figure>" + "<img src=a>" * 28_000 + "<figcaption>x"),
    "captions inside captions": lambda: of_html("<figure><figcaption><img src=a>" * 9000),
    "a class without end": lambda: of_html(f'<figure><img src=a><p class="{"a-" * 10**6}"></p></figure>'),
    "blanks as they are": lambda: of_html("<pre>a" + " " * 2_000_000 + "b\nc</pre>"),
    "hard blanks": lambda: of_html("<pre>a" + "\xa0" * 500_000 + "b\nc</pre>"),
    "arrows": lambda: of_html("<p>a" + ">" * 3_000_000 + "</p>"),
    "pictures without end": lambda: json.dumps(
        {"uri": "a", "headline": "h", "associations": [{"uri": "p", "type": "picture"}] * 90_000}
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_OR_REFUSED)
def test_no_copy_holds_up_the_next_for_longer_than_a_second(name):
    within(READ_OR_REFUSED[name](), LONGEST)


def test_a_letter_as_press_offices_send_them_is_read_whatever_it_carries():
    forwarded = (
        b"--a\nContent-Type: message/rfc822\n\n" + PARTS.replace(b"=a", b"=c") + b"--c\n\nIsi.\n--c--\n"
    )
    photograph = (
        b"--a\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + (b"A" * 76 + b"\n") * 80_000
    )
    [item] = reading.parse(PARTS + b"--a\n\n-- \n--\nIsi surat.\n" + forwarded * 5 + photograph + b"--a--\n")
    assert "Isi surat." in str(item.blocks) and [picture.media_type for picture in item.pictures] == [
        "image/jpeg"
    ]
