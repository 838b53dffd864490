"""Where a page may send the browser next: paths of this site, nothing else."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def is_local(target: str) -> bool:
    """Whether ``target`` is a path on this site, however a browser may read it (``//evil``, ``https:evil``)."""
    return target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)


def local_or_start(target: str) -> str:
    """``target`` if it stays on this site, else the start page."""
    return target if is_local(target) else "/"
