"""The shape of the tree, held by tests: what DESIGN and STYLE ask for and a machine can see.

Each list of exceptions names its reason; a new entry is a decision, to be defended in review.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from importlinter.cli import lint_imports

from relevo.events.kinds import KINDS
from relevo.events.models import Event
from relevo.events.queue import queue
from relevo.web.console import rows
from relevo.web.workspace.history import Names, event_words

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "relevo"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its path below ``src/relevo``, migrations left out."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def functions(tree: ast.AST) -> Iterator[Function]:
    """All functions of a module, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(what is called, the whole expression before it), for instance ``("filter", "Draft.objects")``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, ast.unparse(node.func.value)
            elif isinstance(node.func, ast.Name):
                yield node.func.id, ""


def files(*endings: str) -> list[Path]:
    """Files of the product with these endings."""
    return sorted(
        path for path in SOURCE.rglob("*") if path.suffix in endings and "__pycache__" not in path.parts
    )


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


# -- imports --------------------------------------------------------------------------------------------------------


def test_upper_layers_import_lower_ones_and_never_the_other_way(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True)
    assert not broken, capsys.readouterr().out


@pytest.mark.parametrize("kind", ["subscribers", "jobs"])
def test_every_module_that_listens_or_works_in_the_background_is_imported_at_the_start(kind: str) -> None:
    written = {f"relevo.{name[:-3].replace('/', '.')}" for name in modules() if name.endswith(f"/{kind}.py")}
    assert written
    missing = {name for name in written if name not in sys.modules}
    assert not missing, f"{missing}: import it in the app's ready()"


def test_every_background_task_is_known_to_the_queue() -> None:
    named = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "queue.task":
                named |= {ast.unparse(word.value).strip("'") for word in node.keywords if word.arg == "name"}
    assert len(named) >= 10
    by_constant = {"DIGEST", "SEND", "TRIAL", "TELL", "ANSWER"}
    assert named - by_constant <= set(queue.tasks)


def test_every_app_is_installed() -> None:
    written = {
        f"relevo.{name[: -len('/apps.py')].replace('/', '.')}"
        for name in modules()
        if name.endswith("/apps.py")
    }
    assert written == {name for name in settings.INSTALLED_APPS if name.startswith("relevo.")}


def test_rows_are_locked_without_their_keys() -> None:
    """``FOR UPDATE`` makes everybody wait who writes a row that points at this one, at the end of her transaction;
    with the chain's lock in the other hand that is a deadlock. No key of ours ever changes."""
    locks = [
        (name, ast.unparse(node))
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
    ]
    assert len(locks) > 30
    assert [lock for lock in locks if "no_key=True" not in lock[1]] == []


# -- rules live in actions ------------------------------------------------------------------------------------------

WRITERS_WITHOUT_ACTOR = {
    "organizations/actions.py:create_organization": "founds the firm whose machine then acts; nobody is there before",
    "customers/actions.py:remember_language": "a finding about a customer, made by the machine that digests her mail",
    "tickets/actions.py:write_ticket": "saves a ticket that an action has locked; the action asked",
    "tickets/actions.py:attach": "files of a message that an action writes; the action asked",
    "promises/ball.py:follow_ball": "a consequence inside the action's transaction; the action asked",
    "promises/clocks.py:begin_earlier": "a consequence inside the action's transaction; the action asked",
    "promises/clocks.py:pause_or_go_on": "a consequence inside the action's transaction; the action asked",
    "commerce/charging.py:record_charge": "a consequence of a recorded event; the event names who acted",
}
"""Public functions that write and are not told who acts."""

DOMAIN = (
    "organizations/", "desks/", "engagements/", "customers/", "tickets/", "language/", "coverage/", "promises/",
    "routing/", "conduct/", "commerce/", "channels/",
)  # fmt: skip
ACTIONS = ("/actions.py", "/merging.py", "/replies.py", "/hand_overs.py", "/queue_switch.py")
SAVES = {"save", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
CHANGES = {"create", "update", "delete"}


def writes(function: ast.AST) -> bool:
    """Whether it saves rows or records an event itself."""
    return any(
        called in SAVES or called in {"record", "_record"} or (called in CHANGES and ".objects" in before)
        for called, before in calls(function)
    )


def writers(prefixes: tuple[str, ...]) -> Iterator[tuple[str, Function]]:
    for name, tree in modules().items():
        if name.startswith(prefixes) and not name.endswith(
            ("/models.py", "/subscribers.py", "/jobs.py", "/apps.py")
        ):
            for node in tree.body:
                if isinstance(node, Function) and writes(node):
                    yield f"{name}:{node.name}", node


def test_every_function_that_writes_is_told_by_keyword_who_acts() -> None:
    bare = {
        name
        for name, function in writers(DOMAIN)
        if not function.name.startswith("_")
        and "actor" not in {word.arg for word in function.args.kwonlyargs}
    }
    assert bare == set(WRITERS_WITHOUT_ACTOR), (
        "add `*, actor: Actor` and `actor.require(...)` as the first line"
    )


def test_every_public_action_asks_for_a_permission() -> None:
    """The first line of an action, or of what it calls with the same actor."""
    asking = {"require", "locked_for", "_locked_pair", "_locked_waiting"}
    unasked = {
        name
        for name, function in writers(DOMAIN)
        if name.partition(":")[0].endswith(ACTIONS)
        and not function.name.startswith("_")
        and not asking & {called for called, _before in calls(function)}
    }
    assert unasked == set(UNASKED)


UNASKED = {
    "organizations/actions.py:create_organization": WRITERS_WITHOUT_ACTOR[
        "organizations/actions.py:create_organization"
    ],
    "customers/actions.py:remember_language": WRITERS_WITHOUT_ACTOR["customers/actions.py:remember_language"],
    "tickets/actions.py:write_ticket": WRITERS_WITHOUT_ACTOR["tickets/actions.py:write_ticket"],
    "tickets/actions.py:attach": WRITERS_WITHOUT_ACTOR["tickets/actions.py:attach"],
    "tickets/actions.py:move_status": "a consequence of another action, which has asked",
    "tickets/actions.py:add_message": "a consequence of another action, which has asked",
    "tickets/actions.py:give_ball": "a consequence of another action, which has asked",
    "tickets/actions.py:give_work": "a consequence of another action, which has asked",
    "tickets/actions.py:mark_delivery": "the mail channel's machine; no person ever calls it",
}

WRITING_DOORS = {
    "web/home.py:language": "a person's own setting, no firm's data",
    "web/signin/told.py:tickets_by_mail": "a person's own setting, no firm's data",
}
"""Views that write themselves."""


def test_doors_only_translate() -> None:
    doors = {name for name, _function in writers(("web/", "live/views.py", "demo/views.py"))}
    assert doors == set(WRITING_DOORS), "call an action"


CALLED = {
    "web/home.py:switch:Member": "a person's own memberships, by her user id",
    "web/home.py:language:User": "the person herself",
    "web/frame.py:_memberships:Member": "a person's own memberships, by her user id",
    "web/workspace/finding.py:attachment_of:Attachment": "of a ticket that was found visible",
    "web/console/study_pages.py:_report:StudyReport": "of a scenario that was found visible, or by its link",
    "web/console/study_pages.py:_scenario:StudyScenario": "of a visible study",
    "web/console/study_pages.py:shared:StudyScenario": "by the key in its link, for whoever has it",
    "web/workspace/mail_view.py:_with_pictures:Attachment": "of a message that was found visible",
    "web/workspace/thread.py:_messages:Attachment": "of messages that are visible",
    "web/workspace/moves.py:moves_for:HandOverNote": "of a ticket that was found visible, where she may hand it over",
    "web/workspace/moves.py:_to_accept:HandOver": "of a ticket that was found visible and that her engagement holds",
    "web/workspace/moves.py:_colleagues:Seat": "of the engagement that holds a visible ticket, where she may assign",
    "web/workspace/lists.py:_to_approve:Approval": "narrows tickets that are visible",
    "web/workspace/lists.py:_first:Clock": "of tickets that are visible",
    "web/workspace/lists.py:matching:Address": "narrows tickets that are visible",
    "web/workspace/lists.py:matching:Customer": "narrows tickets that are visible",
    "web/workspace/composing.py:answering:Draft": "her own, by her membership",
    "web/workspace/composing.py:composer_for:Draft": "her own, by her membership",
    "web/workspace/composing.py:promise_marks:Clock": "of a ticket that was found visible",
    "web/workspace/composing.py:_needs_approval:Seat": "her own seat",
    "web/workspace/composing.py:_tone:StyleGuide": "of the desk of a visible ticket",
    "web/workspace/composing.py:returned_comment:Approval": "of her own seat's reply",
    "web/workspace/copies.py:_offers:Address": "of the customer of a visible ticket; compared, never shown",
    "web/workspace/person.py:person_for:Address": "of the customer of a visible ticket; masked for partners",
}
"""Where a door asks for rows of a firm without ``visible_to``; row-level security stands behind all of them."""


def walled_models() -> set[str]:
    """Names of models whose rows are a firm's."""
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith("relevo.")}


def test_doors_ask_for_what_the_actor_may_see() -> None:
    found = set()
    for name, tree in modules().items():
        if not name.startswith(("web/", "live/views.py", "demo/views.py")) or name.startswith("web/signin/"):
            continue
        for function in functions(tree):
            for called, before in calls(function):
                model, _dot, manager = before.partition(".")
                if manager == "objects" and model in walled_models() and called != "visible_to":
                    found.add(f"{name}:{function.name}:{model}")
    new = found - set(CALLED)
    assert not new, f"{new}: begin with .objects.visible_to(request.actor), or say in CALLED why it need not"
    assert set(CALLED) == found, "strike what is no longer there"


# -- time -----------------------------------------------------------------------------------------------------------

MACHINE_TIME = {
    "core/clock.py": "the one clock itself",
    "demo/clockwork.py": "sets the clock",
    "demo/running.py": "sets the clock",
    "demo/town.py": "pauses between a demo customer's mails are real seconds",
    "events/dead_letters.py": "the queue keeps its own time",
    "web/ui/example/gallery.py": "made-up times on the page of components",
    "web/ui/example/console.py": "made-up times on the page of components",
    "web/ui/example/workspace.py": "made-up times on the page of components",
}


def test_what_is_stored_or_promised_asks_relevos_clock() -> None:
    found = set()
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
            }:  # fmt: skip
                found.add(name)
            if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                found.add(name)
    assert found == set(MACHINE_TIME), "use relevo.core.clock.now()"


# -- events ---------------------------------------------------------------------------------------------------------


def recorded() -> set[str]:
    """The kinds that the code can record: whole, or made of a known part and a status (``promise.{verdict}``)."""
    found: set[str] = set()
    for name, tree in modules().items():
        if name.startswith(("web/", "demo/", "events/kinds.py")) or name.endswith("/subscribers.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in KINDS:
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(p.value) if isinstance(p, ast.Constant) else "[a-z_]+" for p in node.values
                ]
                if any("\\." in part for part in parts):
                    found |= {kind for kind in KINDS if re.fullmatch("".join(parts), kind)}
    return found


def test_every_kind_of_event_is_recorded_somewhere() -> None:
    assert recorded() == KINDS, "strike it from events/kinds.py, or record it"


def test_every_kind_that_is_recorded_or_listened_to_is_listed() -> None:
    named = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "record",
                "_record",
                "subscribe",
                "subscribe_later",
            }:
                named |= {
                    word.value
                    for word in node.args
                    if isinstance(word, ast.Constant) and isinstance(word.value, str)
                }
    assert named
    assert named <= KINDS


SILENT = {
    "not about a ticket; the console's pages show what came of it": {
        "organization.created", "member.added", "member.ended", "desk.created", "desk.changed", "engagement.drafted",
        "seat.given", "seat.ended", "seat.readiness_changed", "coverage.set", "promise.set", "rate_card.set",
        "style_guide.set", "shift.planned", "shift.cancelled", "mailbox.opened", "mailbox.changed", "customer.created",
        "mail.parked", "study.opened", "study.changed", "study.asked", "study.shared", "study.unshared", "study.deleted",
        "mail.ignored", "mail.quarantined", "mail.released", "mail.alarm_raised", "mail.alarm_ended",
        "mailbox.imap_connected", "mailbox.imap_disconnected",
    },
    "told by another event of the same moment": {
        "ticket.handed_over", "ticket.routed", "hand_over.prepared", "hand_over.accepted", "ticket.given_back",
        "promise.started", "promise.cancelled", "reply.escalated", "message.translated", "ticket.topic_changed",
        "reply.copy_sent",
    },
}  # fmt: skip
"""Kinds that tell a reader of the history nothing, and why."""

FACTS = {
    "from": "open", "to": "pending", "waits": True, "kind": "first_response", "responsible": 1, "amount": "6.00",
    "currency": "EUR",
}  # fmt: skip


def words_for(kind: str) -> object:
    facts = FACTS | (
        {"to": "ended"} if kind == "engagement.moved" else {"to": 1} if kind == "ticket.held" else {}
    )
    return event_words(
        Event(kind=kind, facts=facts, actor_label="Mateo Díaz"), Names({1: "Noctua Support"}, {})
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_event_has_words_or_is_silent_for_a_reason(kind: str) -> None:
    silent = any(kind in kinds for kinds in SILENT.values())
    assert (words_for(kind) is None) == silent


def test_what_the_console_calls_recent_has_words() -> None:
    assert [kind for kind in rows._RECENT_KINDS if words_for(kind) is None] == []


# -- size -----------------------------------------------------------------------------------------------------------

LONGER = {
    "web/ui/example/workspace.py:thread": "made-up messages for the page of components, one after the other",
    "web/ui/tags/controls.py:button": "one argument a line; it does nothing but pass them on",
    "web/workspace/history.py:event_words": "one line for each kind of event",
    "web/workspace/composing.py:composer_for": "one line for each field of the composer",
}
"""Functions past 40 lines."""


def test_functions_stay_within_40_lines() -> None:
    long = {
        f"{name}:{function.name}"
        for name, tree in modules().items()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno >= 40
    }
    assert long == set(LONGER), "cut by noun, not by layer"


@pytest.mark.parametrize(
    ("ending", "most"),
    [(".py", 400), (".html", 120), (".css", 200), (".js", 120)],
    ids=str,
)
def test_files_stay_within_their_guides(ending: str, most: int) -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(ending)}
    assert lengths
    named = {"htmx": "not ours"}
    long = {
        name: lines for name, lines in lengths.items() if lines > most and not any(w in name for w in named)
    }
    assert long == {}


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "handler", "data", "info"])
def test_no_module_is_called_by_a_word_that_says_nothing(word: str) -> None:
    assert [name for name in modules() if word in re.split(r"[/_.]", name)] == []


# -- pages ----------------------------------------------------------------------------------------------------------

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:""", re.IGNORECASE
)


@pytest.mark.parametrize("path", files(".html"), ids=name_of)
def test_a_template_holds_no_style_script_or_handler_of_its_own(path: Path) -> None:
    """The content policy would stop it, and the page would be broken."""
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", files(".html"), ids=name_of)
def test_a_template_marks_nothing_as_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape off", text)


# -- files ----------------------------------------------------------------------------------------------------------

HOSTS = re.compile(
    r"\b(?:index-url|extra-index|files\.pythonhosted|pypi\.org/simple|registry\.npmjs|proxy\.golang)\b\s*[=:/]"
)
PATHS = re.compile(r"(?<![\w./])(?:/root|/home/\w+|/Users/\w+|/mnt|/workspace)/[\w.]")


def tracked() -> list[Path]:
    """The project's text files, as git knows them; where there is no git, what lies in the folders of the project."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        folders = [
            ROOT / part for part in ("src", "tests", "docs", "scripts", "requirements", "benchmarks", ".ci")
        ]
        found = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return [path for path in found if path.is_file() and b"\0" not in path.read_bytes()]


def in_files(wrong: Callable[[str], object]) -> list[str]:
    me = Path(__file__)
    return [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path != me and wrong(path.read_text(encoding="utf-8", errors="replace"))
    ]


def test_no_file_names_a_package_registry_or_a_path_of_somebodys_machine() -> None:
    assert in_files(HOSTS.search) == []
    assert in_files(PATHS.search) == []
    assert in_files(lambda text: f"{ROOT}/" in text) == []


# -- documentation --------------------------------------------------------------------------------------------------

FOR_OURSELVES = {
    "RELEVO_DEMO": "set by `relevo demo` for its own processes",
    "RELEVO_CLOCK_FILE": "set by `relevo demo` for its own processes",
    "RELEVO_POOL": "set by `relevo web`, `relevo worker` and `relevo mail serve` for themselves",
    "RELEVO_PAGES": "set by `relevo web` for itself",
    "RELEVO_FAILPOINT": "for tests that let a process die",
    "RELEVO_FAILPOINTS_ALLOWED": "for tests that let a process die",
}
"""Variables that no operator sets."""


def variables() -> set[str]:
    """Every environment variable that the code reads."""
    return {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.fullmatch(r"(?:RELEVO|DATABASE)_[A-Z_]+", node.value)
    }  # fmt: skip


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    documented = {name for name in variables() if f"`{name}`" in text}
    assert documented == variables() - set(FOR_OURSELVES)


def test_every_documented_setting_exists() -> None:
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`((?:RELEVO|DATABASE)_[A-Z_]+)`", text)) <= variables()
