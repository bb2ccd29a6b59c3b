"""Addresses of the fronts; a section's comes last, for any word may be one."""

from django.urls import path

from kabar.fronts import views

urlpatterns = [
    path("", views.front, name="front"),
    path("<slug:slug>/", views.section, name="section"),
]
