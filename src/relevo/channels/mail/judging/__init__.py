"""Whether to believe a mail: who sent it, whether a machine wrote it, whether it is junk."""
