"""Public addresses of advertising; what is counted and clicked is answered by the newsstand itself."""

from django.urls import path

from kabar.advertising import consent, views
from kabar.advertising.report import views as report

urlpatterns = [
    path("-/ads/list/<slug:section>.json", views.list_of_section, name="ad-list"),
    path("-/ads/network/<slug:place>", views.network, name="ad-network"),
    path("-/ads/report/<str:token>/", report.page, name="ad-report"),
    path("-/ads/report/<str:token>/report.csv", report.csv, name="ad-report-csv"),
    path("-/ads/report/<str:token>/report.pdf", report.pdf, name="ad-report-pdf"),
    path("-/me/consent", consent.answer, name="ad-consent"),
    path("ads.txt", views.ads_txt, name="ads-txt"),
    path("sellers.json", views.sellers, name="sellers"),
]
