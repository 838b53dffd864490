"""Addresses of the stream and of presence."""

from __future__ import annotations

from django.urls import path

from relevo.live import views

app_name = "live"
urlpatterns = [
    path("", views.stream, name="stream"),
    path("presence/<int:ticket_id>/", views.presence, name="presence"),
]
