"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from relevo.web.console import acts, mail_pages, mailbox_pages, pages

app_name = "console"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("tickets/", pages.tickets, name="tickets"),
    path("tickets/<slug:reference>/", pages.ticket_timeline, name="timeline"),
    path("costs/", pages.costs, name="costs"),
    path("mail/", mail_pages.mail, name="mail"),
    path("mail/<int:mail_id>/raw/", mail_pages.raw, name="mail-raw"),
    path("mail/<int:mail_id>/act/", mail_pages.act, name="mail-act"),
    path("mail/test/<int:mailbox_id>/", mail_pages.trial, name="mail-trial"),
    path("mail/test/<int:mailbox_id>/begin/", mail_pages.begin_trial, name="mail-begin-trial"),
    path("mailbox/open/", mailbox_pages.open_mailbox, name="mailbox-open"),
    path("mailbox/consented/", mailbox_pages.consented, name="mailbox-consented"),
    path("mailbox/<int:mailbox_id>/", mailbox_pages.mailbox, name="mailbox"),
    path("mailbox/<int:mailbox_id>/set/<slug:part>/", mailbox_pages.change, name="mailbox-change"),
    path("mailbox/<int:mailbox_id>/disconnect/", mailbox_pages.disconnect, name="mailbox-disconnect"),
    path("mailbox/<int:mailbox_id>/consent/<slug:provider>/", mailbox_pages.consent, name="mailbox-consent"),
    path("take-back/", acts.take_back, name="take-back"),
    path("give-back/", acts.give_back, name="give-back"),
    path("jobs/", acts.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", acts.retry_job, name="retry-job"),
]
