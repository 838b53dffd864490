"""Which language the interface speaks: the person's own choice in this browser, then what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def InterfaceLanguage(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:  # noqa: N802
    """Activate the interface language for this request and say so in the answer."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            language = chosen(request)
            with translation.override(language):
                return _name(await get_response(request), language)

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        language = chosen(request)
        with translation.override(language):
            return _name(get_response(request), language)

    return now


def chosen(request: HttpRequest) -> str:
    """The code of the language to speak; signing in and choosing both set the cookie."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def _name(response: HttpResponseBase, language: str) -> HttpResponseBase:
    response.headers.setdefault("Content-Language", language)
    return response
