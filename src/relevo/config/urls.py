"""Every address, app by app."""

from __future__ import annotations

from django.urls import include, path

from relevo.channels.mail.doors import outcomes, webhooks

urlpatterns = [
    path("", include("relevo.web.urls")),
    path("", include("relevo.web.signin.urls")),
    path("work/", include("relevo.web.workspace.urls")),
    path("console/", include("relevo.web.console.urls")),
    path("live/", include("relevo.live.urls")),
    path("mail-in/<slug:provider>/", webhooks.incoming, name="mail-in"),
    path("mail-events/<slug:provider>/", outcomes.told, name="mail-events"),
    path("ui/", include("relevo.web.ui.urls")),
    path("town/", include("relevo.demo.urls")),
]

handler403 = "relevo.web.errors.forbidden"
handler404 = "relevo.web.errors.not_found"
handler500 = "relevo.web.errors.server_error"
handler429 = "relevo.web.errors.too_many"
