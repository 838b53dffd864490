"""The console's contract check: a contract is typed or uploaded, its weak clauses are shown, nothing is kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relevo.channels.mail.names import file_name
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.http import ActorRequest
from relevo.study.choice.contract import EXAMPLE, MOST_BYTES, lint
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.reader import report_language
from relevo.study.report.sections.contracts import rules, told
from relevo.study.report.speech import Speech


@require_http_methods(["GET", "POST"])
def contract(request: ActorRequest) -> HttpResponse:
    """An example to begin with; then what is weak in the reader's contract, or why it cannot be read (422)."""
    if not request.actor.may_somewhere("study.manage"):
        raise NotAllowed
    found = _checked(request) if request.method == "POST" else {"state": "new", "text": EXAMPLE}
    context = found | {"rules": rules(_speech()), "most": filesizeformat(MOST_BYTES)}
    status = 422 if found["state"] in {"blank", "refused", "wrong"} else 200
    return render(request, "console/contract.html", context, status=status)


def _checked(request: ActorRequest) -> dict[str, Any]:
    """What came of a check. A file is checked instead of the text, which stays; if none was written, it shows the
    file's."""
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    upload = request.FILES.get("file")
    found: dict[str, Any] = {"text": typed, "file": file_name(upload.name or "") if upload else ""}
    if not upload and not typed.strip():
        return found | {"state": "blank"}
    try:
        text = _text_of(upload) if upload else _bounded(typed)
        if typed.strip() in {"", EXAMPLE.strip()}:
            found["text"] = text
        return found | _findings(text)
    except RuleBroken as broken:
        return found | {"state": "refused", "reason": str(broken)}
    except ScenarioWrong as wrong:
        return found | {"state": "wrong", "problems": wrong.lines(report_language())}


def _findings(text: str) -> dict[str, Any]:
    findings = told(lint(text), _speech())
    return {"state": "weak" if findings else "sound", "findings": findings}


def _speech() -> Speech:
    """The report's words in the reader's language; a contract names its own currency, or none."""
    return Speech(report_language(), "")


def _bounded(typed: str) -> str:
    if len(typed.encode(errors="replace")) > MOST_BYTES:
        raise RuleBroken(_too_large())
    return typed


def _text_of(upload: UploadedFile[bytes]) -> str:
    """The text of a file; raises ``RuleBroken`` before a file that is too large is read into memory."""
    if (upload.size or 0) > MOST_BYTES:
        raise RuleBroken(_too_large())
    try:
        text: str = upload.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RuleBroken(
            _("This file is no UTF-8 text. Save the contract as UTF-8 and choose it again.")
        ) from None
    if not text.strip():
        raise RuleBroken(_("This file is empty. Choose another."))
    return text


def _too_large() -> str:
    return _("This is larger than %(most)s. Keep the clauses and leave the annexes out.") % {
        "most": filesizeformat(MOST_BYTES)
    }
