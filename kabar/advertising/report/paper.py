"""The report as PDF, for an invoice's envelope."""

from __future__ import annotations

import io

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kabar.advertising.report import plots
from kabar.advertising.report.figures import Figures, Report
from kabar.masthead.templatetags.kabar import grouped

INK, VIEWED, SEEN, RULE = (colors.HexColor(code) for code in ("#17191e", "#1d3f86", "#a9bbdf", "#dcd8ce"))
MARGIN = 18 * mm
#: What a page keeps free on each side of what stands in it.
PADDING = 6


def printed(report: Report, paper: str, flight: str, at: str) -> bytes:
    """Return the file."""
    styles = getSampleStyleSheet()
    styles["Title"].alignment = TA_LEFT
    wide = A4[0] - 2 * (MARGIN + PADDING)
    parts = [
        Paragraph(_text(f"{paper} · {_('Advertising report')}"), styles["Normal"]),
        Paragraph(_text(report.campaign.name), styles["Title"]),
        Paragraph(_text(f"{report.campaign.advertiser or paper} · {flight}"), styles["Normal"]),
        Spacer(1, 6 * mm),
        _table([report.whole], "", wide),
        Spacer(1, 8 * mm),
        *(_by_day_and_creative(report, wide) if report.days else ()),
        Paragraph(_text(at), styles["Normal"]),
    ]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=report.campaign.name,
        author=paper,
    )
    document.build(parts)
    return file.getvalue()


def _by_day_and_creative(report: Report, wide: float) -> list[Flowable]:
    return [
        _drawn(plots.of(report.days), wide),
        Spacer(1, 4 * mm),
        _table(report.creatives, _("Shown"), wide),
        Spacer(1, 8 * mm),
        _table(report.days, _("Day"), wide),
        Spacer(1, 8 * mm),
    ]


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _drawn(plot: plots.Plot, wide: float) -> Drawing:
    scale = wide / plot.width
    drawing = Drawing(wide, plot.height * scale)
    for bar in plot.bars:
        for height, ink in ((bar.height, SEEN), (bar.viewed, VIEWED)):
            shape = (bar.x * scale, 0, bar.width * scale, height * scale)
            drawing.add(Rect(*shape, fillColor=ink, strokeColor=None))
    return drawing


def _table(rows: list[Figures], first: str, wide: float) -> Table:
    head = [first, _("Impressions"), _("Viewable"), "%", _("Clicks"), "%", _("Closed")]
    text = ParagraphStyle("cell", fontSize=9, leading=11, textColor=INK)
    lines = [
        [
            Paragraph(_text(row.label), text),
            grouped(row.seen),
            grouped(row.viewed),
            floatformat(row.viewability, 1),
            grouped(row.clicked),
            floatformat(row.click_rate, 2),
            grouped(row.closed),
        ]
        for row in rows
    ]
    table = Table([head, *lines], colWidths=[wide * 0.34, *[wide * 0.11] * 6], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8),
                ("FONTSIZE", (0, 1), (-1, -1), 9),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
            ]
        )
    )
    return table
