"""Mail in and out: reading hostile mail, threading by keyed tokens, composing, receiving, sending.

The modules here are pure except ``receiver`` (listens) and ``sending`` (connects); none knows the database.
``parsing.parse`` is the way in, ``composing.compose`` the way out.
"""
