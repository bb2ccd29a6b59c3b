"""The blocks this plugin adds to the body of a story."""

from wagtail import blocks


class Water(blocks.StructBlock):
    """One high or low water."""

    kind = blocks.ChoiceBlock(label="Air", choices=[("high", "Pasang"), ("low", "Surut")])
    time = blocks.TimeBlock(label="Pukul")
    metres = blocks.DecimalBlock(label="Meter", max_digits=4, decimal_places=2)


class Tides(blocks.StructBlock):
    """The waters of a day at a place."""

    place = blocks.CharBlock(label="Tempat", max_length=80)
    waters = blocks.ListBlock(Water(), label="Air", min_num=1)

    class Meta:
        label = "Pasang surut"
        icon = "table"
        template = "kabar_tides/blocks/tides.html"


def body_blocks():
    """Return what a reporter may put into a story."""
    return [("tides", Tides())]
