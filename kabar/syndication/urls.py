"""Addresses for machines."""

from django.urls import path

from kabar.masthead.doors import doors
from kabar.syndication import views

urlpatterns = [
    path("rss.xml", views.whole_paper, name="rss"),
    *doors("corrections", "rss.xml", views.corrections, name="corrections-rss"),
    path("<slug:slug>/rss.xml", views.section, name="section-rss"),
    path("sitemap.xml", views.sitemap_index, name="sitemap-index"),
    path("sitemap-news.xml", views.news_sitemap, name="news-sitemap"),
    path("sitemap-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
]
