"""What the page of a mailbox asks: one form per card, each with what is set now and the action that sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from relevo.channels.mail import actions, mailbox_settings
from relevo.channels.mail.imap.accounts import ImapSettings, connect_imap, from_now_on, since_when
from relevo.channels.mail.models import Mailbox, SenderRule, SendingAccount
from relevo.channels.mail.out import carriers, providers
from relevo.core.actor import Actor
from relevo.desks.models import Desk
from relevo.language.names import language_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SECURITIES = (("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("Not protected")))
_KEEPS = _(
    "Leave it empty to keep the one that is stored, as long as the server and the user name stay the same."
)


def _secret(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4096, strip=False, help_text=_KEEPS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class MailboxForm(forms.Form):
    """One card about a mailbox that is there. part: its name in the address. done: what is said when it is set."""

    part: ClassVar[str]
    done: ClassVar[Any]

    def __init__(self, mailbox: Mailbox, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.part}_%s")
        self.mailbox = mailbox
        self.prepare()
        self.initial.update(self.present())

    def prepare(self) -> None:
        """Add the fields that depend on the mailbox."""

    def present(self) -> dict[str, Any]:
        """What is set now, by field."""
        raise NotImplementedError

    def apply(self, actor: Actor) -> None:
        """Set what was sent. Raises ``RuleBroken``."""
        raise NotImplementedError


class IdentityForm(MailboxForm):
    """Whom customers read as the sender, and how long a reply can be called back."""

    part = "identity"
    done = _("The sender is set.")

    display_name = forms.CharField(label=_("Name that customers read"), max_length=120)
    sender_rule = forms.ChoiceField(label=_("Sender"), choices=SenderRule.choices, widget=forms.RadioSelect)
    undo_seconds = forms.IntegerField(
        label=_("Seconds in which a reply can be called back"), min_value=0,
        max_value=mailbox_settings.LONGEST_UNDO, help_text=_("0: it leaves at once."),
    )  # fmt: skip
    translation_notice = forms.BooleanField(
        label=_("Tell customers what a machine translated"), required=False,
        help_text=_("The European Union asks for it from August 2026."),
    )  # fmt: skip

    def present(self) -> dict[str, Any]:
        """As the mailbox has it."""
        return {name: getattr(self.mailbox, name) for name in self.fields}

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.set_identity``."""
        mailbox_settings.set_identity(self.mailbox, actor=actor, **self.cleaned_data)


class _TextsForm(MailboxForm):
    """One text per language of the desk; languages that the desk no longer has keep theirs."""

    field: ClassVar[str]

    def prepare(self) -> None:
        """A field for each language."""
        for code in dict.fromkeys([*self.mailbox.desk.languages, *self.present()]):
            self.fields[code] = forms.CharField(
                label=language_name(code).capitalize(), required=False, max_length=mailbox_settings.TEXT_LIMIT,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )  # fmt: skip

    def present(self) -> dict[str, Any]:
        """As the mailbox has them."""
        return dict(getattr(self.mailbox, self.field))


class SignaturesForm(_TextsForm):
    """What stands under every reply."""

    part = field = "signatures"
    done = _("The signatures are set.")

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.set_signatures``."""
        mailbox_settings.set_signatures(self.mailbox, self.cleaned_data, actor=actor)


class AcknowledgementsForm(_TextsForm):
    """What is answered at once."""

    part = field = "acknowledgements"
    done = _("The first answers are set.")

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.set_acknowledgements``."""
        mailbox_settings.set_acknowledgements(self.mailbox, self.cleaned_data, actor=actor)


class AgentsForm(MailboxForm):
    """Whether agents may work by mail."""

    part = "agents"
    done = _("What agents may do by mail is set.")

    allowed = forms.BooleanField(
        label=_("Agents may be told of their tickets, and answer, by mail"), required=False,
        help_text=_("Each agent then switches it on under “Your settings”."),
    )  # fmt: skip

    def present(self) -> dict[str, Any]:
        """As the mailbox has it."""
        return {"allowed": self.mailbox.agents_by_mail}

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.set_agents_by_mail``."""
        mailbox_settings.set_agents_by_mail(self.mailbox, actor=actor, **self.cleaned_data)


class FetchingForm(MailboxForm):
    """From which IMAP server mail is fetched, with a password; Google and Microsoft have consent instead."""

    part = "fetching"
    done = _("Mail is being fetched from there.")

    host = forms.CharField(
        label=_("Mail server"), max_length=255, help_text=_("For instance imap.example.com.")
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    security = forms.ChoiceField(label=_("Connection"), choices=SECURITIES)
    username = forms.CharField(
        label=_("User name"), max_length=255, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = _secret(_("Password"))
    folder = forms.CharField(label=_("Folder"), max_length=255)
    everything = forms.BooleanField(
        label=_("Also the mail that is there already"), required=False,
        help_text=_("Each becomes a ticket of the day it came. Otherwise only the last hour's, and what comes from now"
                    " on."),
    )  # fmt: skip

    def present(self) -> dict[str, Any]:
        """The account, or what is usual."""
        account = getattr(self.mailbox, "imap_account", None)
        if account is None:
            return {"port": 993, "security": "tls", "username": self.mailbox.address, "folder": "INBOX"}
        named = ("host", "port", "security", "username", "folder")
        return {name: getattr(account, name) for name in named} | {"everything": account.since is None}

    def apply(self, actor: Actor) -> None:
        """See ``connect_imap``."""
        wanted = dict(self.cleaned_data)
        since = None if wanted.pop("everything") else since_when(self.mailbox) or from_now_on()
        connect_imap(self.mailbox, ImapSettings(**wanted, since=since), actor=actor)


def _way_out(mailbox: Mailbox) -> SendingAccount:
    return getattr(mailbox, "sending_account", None) or SendingAccount()


class SendingForm(MailboxForm):
    """Which way mail leaves."""

    part = "sending"
    done = _("The way out is set.")

    kind = forms.ChoiceField(label=_("Mail leaves by"), choices=[
        (carriers.SERVER, _("The mail server of this installation")), (carriers.SMTP, _("A mail server of your own")),
        *((name, name.capitalize()) for name in providers.OPTIONS),
    ])  # fmt: skip
    host = forms.CharField(
        label=_("Mail server, or the provider's region"), required=False, max_length=255,
        help_text=_("A region is “eu”, or nothing."),
    )  # fmt: skip
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    security = forms.ChoiceField(label=_("Connection"), choices=SECURITIES)
    username = forms.CharField(
        label=_("User name, or the provider's domain or project"), required=False, max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    secret = _secret(_("Password, or the provider's key"))

    def present(self) -> dict[str, Any]:
        """The account, or the installation's server."""
        account = _way_out(self.mailbox)
        return {name: getattr(account, name) for name in ("kind", "host", "port", "security", "username")}

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.set_sending``; an empty password keeps the one that is there."""
        sent = self.cleaned_data
        mailbox_settings.set_sending(self.mailbox, actor=actor, **sent | {"secret": sent["secret"] or None})


class DkimForm(MailboxForm):
    """A new key to sign with, once it is published."""

    part = "dkim"
    done = _(
        "There is a new key. Publish its record, then test the mailbox: when the test finds it, mail is signed."
    )

    domain = forms.CharField(label=_("Domain"), max_length=253)
    selector = forms.CharField(label=_("Selector"), max_length=63)
    algorithm = forms.ChoiceField(
        label=_("Kind of key"), choices=[("rsa", "RSA"), ("ed25519", "Ed25519")], initial="rsa",
        help_text=_("RSA is understood everywhere."),
    )  # fmt: skip

    def present(self) -> dict[str, Any]:
        """The domain of the address, and a selector that was not used before."""
        account = _way_out(self.mailbox)
        used = [name.removeprefix("relevo") for name in (account.dkim_selector, account.next_dkim_selector)]
        number = max([0, *(int(name) for name in used if name.isdecimal())]) + 1
        own = self.mailbox.address.rpartition("@")[2]
        domain = account.next_dkim_domain or account.dkim_domain or own
        return {"domain": domain, "selector": f"relevo{number}"}

    def apply(self, actor: Actor) -> None:
        """See ``mailbox_settings.make_dkim_key``."""
        mailbox_settings.make_dkim_key(self.mailbox, actor=actor, **self.cleaned_data)


class OpenForm(forms.Form):
    """A further address of a desk."""

    address = forms.CharField(
        label=_("Address"),
        max_length=254,
        help_text=_("Customers write to it, for instance support@example.com."),
    )
    display_name = forms.CharField(label=_("Name that customers read"), max_length=120)

    def apply(self, desk: Desk, actor: Actor) -> Mailbox:
        """See ``actions.open_mailbox``."""
        return actions.open_mailbox(desk, signatures={}, actor=actor, **self.cleaned_data)


PARTS: dict[str, type[MailboxForm]] = {
    form.part: form
    for form in (
        IdentityForm, SignaturesForm, AcknowledgementsForm, AgentsForm, FetchingForm, SendingForm, DkimForm,
    )
}  # fmt: skip
"""The cards of the page, in its order."""
