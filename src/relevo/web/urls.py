"""Addresses that belong to no single part of the web."""

from __future__ import annotations

from django.urls import path

from relevo.web import home

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
    path("language/", home.language, name="language"),
    path("healthz", home.healthz, name="healthz"),
    path("favicon.ico", home.favicon, name="favicon"),
]
