"""Where the town can be seen."""

from __future__ import annotations

from django.urls import path

from relevo.demo import views

app_name = "demo"
urlpatterns = [path("", views.town, name="town")]
