"""An invoice as a PDF of one page, drawn when asked for from what was written down when it was issued."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kabar import clock
from kabar.membership.models import Invoice

LEFT, RIGHT, TOP = 22 * mm, A4[0] - 22 * mm, A4[1] - 25 * mm
#: The fonts every reader of PDF has know Latin letters; a name in others prints as its address of mail.
FONT, BOLD = "Helvetica", "Helvetica-Bold"
SPOKEN = {"−": "-", "“": '"', "”": '"'}


def pdf(invoice: Invoice) -> bytes:
    """Return the page; the same invoice always gives the same bytes."""
    paper = settings.PAPER.for_key(invoice.paper)
    made = BytesIO()
    with override(paper.language):
        canvas = Canvas(made, pagesize=A4, invariant=1)
        canvas.setTitle(f"{paper.name} {invoice}")
        _head(canvas, invoice, paper.name)
        _buyer(canvas, invoice)
        _lines(canvas, invoice, paper.language)
        canvas.showPage()
        canvas.save()
    return made.getvalue()


def _head(canvas: Canvas, invoice: Invoice, name: str) -> None:
    paper = settings.PAPER.for_key(invoice.paper)
    day = dateformat.format(clock.local(invoice.at, paper.zone), "j F Y")
    kind = _("Credit note") if invoice.minor < 0 else _("Invoice")
    _put(canvas, LEFT, TOP, name, BOLD, 20)
    _put(canvas, LEFT, TOP - 9 * mm, f"{kind} {invoice}", BOLD, 13)
    _put(canvas, LEFT, TOP - 15 * mm, day)
    seller, y = invoice.seller, TOP
    number = f"{_('Tax number')}: {seller['tax_number']}" if seller.get("tax_number") else ""
    for line in filter(None, (seller.get("name"), seller.get("address"), number)):
        _put(canvas, RIGHT, y, str(line), right=True)
        y -= 5 * mm


def _buyer(canvas: Canvas, invoice: Invoice) -> None:
    reader = invoice.order.reader
    y = TOP - 32 * mm
    _put(canvas, LEFT, y, _("For"), BOLD)
    for line in filter(None, (reader.name if _writable(reader.name) else "", reader.email)):
        y -= 5 * mm
        _put(canvas, LEFT, y, line)
    if not reader.email:
        _put(canvas, LEFT, y - 5 * mm, _("a reader whose account is erased"))


def _lines(canvas: Canvas, invoice: Invoice, language: str) -> None:
    y = TOP - 60 * mm
    total, tax = invoice.total, invoice.tax
    canvas.line(LEFT, y + 7 * mm, RIGHT, y + 7 * mm)
    rows = [(invoice.what, (total - tax).printed(language), FONT)]
    if invoice.tax_points:
        percent = f"{invoice.tax_points / 100:g}"
        rows.append((f"{invoice.tax_name} {percent} %", tax.printed(language), FONT))
    rows.append((_("Total"), total.printed(language), BOLD))
    for words, amount, font in rows:
        if font == BOLD:
            canvas.line(LEFT, y + 5 * mm, RIGHT, y + 5 * mm)
        _put(canvas, LEFT, y, words, font)
        _put(canvas, RIGHT, y, amount, font, right=True)
        y -= 8 * mm
    said = _("Order %s") % invoice.order.number
    _put(canvas, LEFT, y - 6 * mm, f"{said}. {_('Paid in full.') if invoice.minor > 0 else ''}".strip())


def _put(
    canvas: Canvas, x: float, y: float, words: str, font: str = FONT, size: int = 10, *, right: bool = False
) -> None:
    for sign, spoken in SPOKEN.items():
        words = words.replace(sign, spoken)
    canvas.setFont(font, size)
    (canvas.drawRightString if right else canvas.drawString)(x, y, words)


def _writable(name: str) -> bool:
    """Tell whether the fonts have every letter of a name."""
    try:
        name.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
