"""The press's door; the newsstand lets no reader through to it."""

from django.urls import path

from kabar.press.views import print_view

urlpatterns = [path(".press/print", print_view, name="press-print")]
