"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from relevo.web.console import (
    acts,
    contract_pages,
    mail_pages,
    mail_rules,
    mailbox_pages,
    pages,
    study_actual,
    study_pages,
    team_pages,
)

app_name = "console"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("tickets/", pages.tickets, name="tickets"),
    path("tickets/<slug:reference>/", pages.ticket_timeline, name="timeline"),
    path("costs/", pages.costs, name="costs"),
    path("team/", team_pages.team, name="team"),
    path("team/<int:seat_id>/readiness/", team_pages.readiness, name="team-readiness"),
    path("mail/", mail_pages.mail, name="mail"),
    path("mail/rules/", mail_rules.rules, name="mail-rules"),
    path("mail/<int:mail_id>/raw/", mail_pages.raw, name="mail-raw"),
    path("mail/<int:mail_id>/act/", mail_pages.act, name="mail-act"),
    path("mail/seen/<int:mailbox_id>/", mail_pages.seen, name="mail-alarm-seen"),
    path("mail/test/<int:mailbox_id>/", mail_pages.trial, name="mail-trial"),
    path("mail/test/<int:mailbox_id>/begin/", mail_pages.begin_trial, name="mail-begin-trial"),
    path("mailbox/open/", mailbox_pages.open_mailbox, name="mailbox-open"),
    path("mailbox/consented/", mailbox_pages.consented, name="mailbox-consented"),
    path("mailbox/<int:mailbox_id>/", mailbox_pages.mailbox, name="mailbox"),
    path("mailbox/<int:mailbox_id>/set/<slug:part>/", mailbox_pages.change, name="mailbox-change"),
    path("mailbox/<int:mailbox_id>/disconnect/", mailbox_pages.disconnect, name="mailbox-disconnect"),
    path("mailbox/<int:mailbox_id>/sign/", mailbox_pages.sign, name="mailbox-sign"),
    path("mailbox/<int:mailbox_id>/stop-signing/", mailbox_pages.stop_signing, name="mailbox-stop-signing"),
    path("mailbox/<int:mailbox_id>/consent/<slug:provider>/", mailbox_pages.consent, name="mailbox-consent"),
    path("study/contract/", contract_pages.contract, name="contract"),
    path("study/", study_pages.studies, name="studies"),
    path("study/open/", study_pages.open_one, name="study-open"),
    path("study/<int:study_id>/", study_pages.one, name="study"),
    path("study/<int:study_id>/actual/", study_actual.actual, name="study-actual"),
    path("study/<int:study_id>/columns/", study_pages.columns, name="study-columns"),
    path("study/<int:study_id>/run/", study_pages.run, name="study-run"),
    path("study/<int:study_id>/delete/", study_pages.delete, name="study-delete"),
    path("study/report/<int:scenario_id>/<slug:kind>/", study_pages.report, name="study-report"),
    path("study/share/<int:scenario_id>/", study_pages.share, name="study-share"),
    path("study/shared/<str:token>/", study_pages.shared, name="study-shared"),
    path("take-back/", acts.take_back, name="take-back"),
    path("give-back/", acts.give_back, name="give-back"),
    path("jobs/", acts.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", acts.retry_job, name="retry-job"),
]
