"""The page about today's tides."""

from kabar import clock
from kabar.masthead.head import Head
from kabar.masthead.pages import page
from kabar_tides import moon


def today(request):
    """Say whether the moon brings spring or neap tides; it changes by itself and is never stored."""
    now = clock.now()
    head = Head(title="Pasang surut hari ini", description="Pasang purnama atau perbani", path=request.path)
    context = {"age": round(moon.age(now)), "tides": moon.tides(now), "head": head}
    return page(request, "kabar_tides/today.html", context)
