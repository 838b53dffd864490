"""Which language the interface speaks: the person's own choice, then the cookie, then what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def InterfaceLanguage(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., object]:  # noqa: N802
    """Activate the interface language for this request and say so in the answer."""
    if iscoroutinefunction(get_response):

        async def middleware(request: HttpRequest) -> HttpResponseBase:
            with translation.override(chosen(request)):
                return await get_response(request)  # type: ignore[misc,no-any-return]

    else:

        def middleware(request: HttpRequest) -> HttpResponseBase:  # type: ignore[misc]
            with translation.override(chosen(request)) as _:
                response = get_response(request)
                response.headers.setdefault(
                    "Content-Language", translation.get_language() or settings.LANGUAGE_CODE
                )
                return response

    return middleware


def chosen(request: HttpRequest) -> str:
    """The code of the language to speak; signing in and choosing both set the cookie."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if code in dict(settings.LANGUAGES):
        return code
    return translation.get_language_from_request(request)
