"""Decisions over plain values: working time, coverage, prices, text measures.

Nothing here knows Django, the database or any other part of Relevo, so the package can be used as a library.
Instants are aware datetimes, money is ``Decimal``, values are frozen.
"""
