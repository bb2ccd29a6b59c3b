"""The public addresses this plugin adds."""

from django.urls import path

from kabar_tides import views

urlpatterns = [path("pasang-surut/", views.today, name="tides")]
