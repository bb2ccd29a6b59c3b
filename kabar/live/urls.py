"""The address of a live story's pieces; the newsstand lets no reader through to it."""

from django.urls import path

from kabar.live.views import live_pieces

urlpatterns = [path(".live/<int:number>", live_pieces, name="live-pieces")]
