"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from relevo.web.console import acts, mail_pages, pages

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
    path("take-back/", acts.take_back, name="take-back"),
    path("give-back/", acts.give_back, name="give-back"),
    path("jobs/", acts.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", acts.retry_job, name="retry-job"),
]
