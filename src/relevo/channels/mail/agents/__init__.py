"""Agents by mail: word of their tickets to their own address, and their answers from there."""
