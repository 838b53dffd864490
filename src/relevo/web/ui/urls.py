"""The living page and its full-size examples."""

from __future__ import annotations

from django.urls import path

from relevo.web.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("workspace/", views.workspace, name="workspace"),
    path("console/", views.console, name="console"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("draft/", views.draft, name="draft"),
]
