"""The addresses of a live story's pieces, to which no reader gets through, and of its sheets."""

from django.urls import path, re_path

from kabar.live.views import live_pieces, sheet

SHEET = (
    r"^(?P<section>[-\w]+)/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-\w]+)"
    r"/live/(?P<number>[1-9][0-9]{0,4})$"
)

urlpatterns = [
    path(".live/<int:number>", live_pieces, name="live-pieces"),
    re_path(SHEET, sheet, name="live-sheet"),
]
