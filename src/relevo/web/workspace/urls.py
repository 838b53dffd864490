"""Addresses of the workspace: a ticket is called by its reference, ``AUR-1042``."""

from __future__ import annotations

from django.urls import path

from relevo.web.workspace import acts, attaching, copies, later, mail_view, pages, writing

app_name = "workspace"
urlpatterns = [
    path("", pages.queue, name="queue"),
    path("find/", pages.find, name="find"),
    path("<slug:reference>/", pages.ticket, name="ticket"),
    path("<slug:reference>/head/", pages.ticket_head, name="head"),
    path("<slug:reference>/thread/", pages.ticket_thread, name="thread"),
    path("<slug:reference>/side/", pages.ticket_side, name="side"),
    path("<slug:reference>/file/<int:file_id>/", pages.file, name="file"),
    path("<slug:reference>/picture/<int:file_id>/", mail_view.inline_file, name="inline-file"),
    path("<slug:reference>/mail/<int:message_id>/", mail_view.mail, name="mail"),
    path("<slug:reference>/mail/<int:message_id>/<int:number>/", mail_view.elsewhere, name="elsewhere"),
    path("<slug:reference>/write/", pages.composer, name="composer"),
    path("<slug:reference>/reply/", writing.reply, name="reply"),
    path("<slug:reference>/note/", writing.note, name="note"),
    path("<slug:reference>/draft/", writing.draft, name="draft"),
    path("<slug:reference>/check/", writing.check, name="check"),
    path("<slug:reference>/preview/", writing.preview, name="preview"),
    path("<slug:reference>/attach/", attaching.attach, name="attach"),
    path("<slug:reference>/detach/<int:laid_id>/", attaching.detach, name="detach"),
    path("<slug:reference>/copy-in/", copies.copy_in, name="copy-in"),
    path("<slug:reference>/leave-out/<int:participant_id>/", copies.leave_out, name="leave-out"),
    path("<slug:reference>/assign/", acts.assign, name="assign"),
    path("<slug:reference>/status/", acts.status, name="status"),
    path("<slug:reference>/topic/", acts.topic, name="topic"),
    path("<slug:reference>/prepare/", acts.prepare, name="prepare"),
    path("<slug:reference>/hand-over/", acts.hand_over, name="hand-over"),
    path("<slug:reference>/merge/", acts.merge, name="merge"),
    path("<slug:reference>/accept/", acts.accept, name="accept"),
    path("<slug:reference>/take-back/", acts.take_back, name="take-back"),
    path("<slug:reference>/approve/", acts.approve, name="approve"),
    path("<slug:reference>/return/", acts.return_reply, name="return"),
    path("<slug:reference>/call-back/<int:message_id>/", later.call_back, name="call-back"),
]
