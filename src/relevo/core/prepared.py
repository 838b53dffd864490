"""Questions to the database that are put into SQL once and asked many times.

Django writes the SQL of a query set anew each time it is asked, and that takes several times as long as to ask it (0.8
against 0.14 ms for a customer by her address). So what is asked for every mail and every page stands in a function
under ``prepared``::

    @prepared
    def _behind(desk_id: int, value: str) -> QuerySet[Address]:
        return Address.objects.filter(desk_id=desk_id, value=value).select_related("customer")

    for address in _behind(desk.pk, "elena@prats.example"): ...

The function runs once, with a slot for each argument, and the SQL keeps a place for each. So the shape of the question
may not hang on an argument: no ``if``, no slice, no ``None``. Several values are asked for with ``field__among=`` (one
array) instead of ``field__in=`` (a place for each). What ``prefetch_related`` would fetch is not fetched.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connections
from django.db.models import Expression, Field, ForeignKey, Lookup, Model, QuerySet

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Row = TypeVar("Row")


class _Slot(Expression):
    """Stands in a question for the argument of this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A place for the value; the slot itself goes for what will be filled in."""
        return "%s", [self]


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """``field__among=values``: as ``field__in=values``, in SQL that is the same for any number of them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """``field = ANY(array)``."""
        left, given = self.process_lhs(compiler, connection)
        right, values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*given, *values]


def prepared(build: Callable[P, QuerySet[M, Row]]) -> Callable[P, list[Row]]:
    """The function as one that answers with the rows."""
    names = list(signature(build).parameters)
    written: list[_Written] = []

    @wraps(build)
    def ask(*arguments: P.args, **named: P.kwargs) -> list[Row]:
        if not written:
            slots: dict[str, Any] = {name: _Slot(name) for name in names}
            written.append(_Written(cast("Callable[..., QuerySet[M, Row]]", build)(**slots)))
        return written[0].ask(dict(zip(names, arguments, strict=False)) | named)

    return ask


class _Written:
    """A query set with its SQL."""

    def __init__(self, queryset: Any) -> None:
        self.queryset, self.query = queryset, queryset.query
        self.compiler = self.query.get_compiler(queryset.db)
        self.sql, self.places = self.compiler.as_sql()
        read = self.compiler.select[: self.compiler.col_count]
        self.converters = self.compiler.get_converters([column for column, *_ in read])

    def ask(self, values: dict[str, Any]) -> list[Any]:
        """The rows for these values: what Django does with a query set, but for writing the SQL."""
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]  # that of this thread
        filled = tuple(values[one.name] if isinstance(one, _Slot) else one for one in self.places)
        compiler.as_sql = lambda *_args, **_named: (self.sql, filled)
        compiler.get_converters = lambda *_args: self.converters
        query = copy.copy(self.query)
        query.get_compiler = lambda *_args, **_named: compiler
        asked: Any = QuerySet(self.queryset.model, query, self.queryset.db)
        asked._fields = self.queryset._fields
        return list(self.queryset._iterable_class(asked))  # noqa: SLF001
