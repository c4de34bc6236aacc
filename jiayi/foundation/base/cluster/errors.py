"""The one error of the embedded cluster: its message is for the person who ran the command."""


class ClusterError(Exception):
    """The embedded PostgreSQL cluster cannot do what was asked; the text says why and what to do."""
