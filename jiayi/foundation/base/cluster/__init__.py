"""The embedded PostgreSQL cluster: one per data folder, reached by a Unix socket. No Django here."""

from .control import is_running, remove, start, stop, url
from .databases import check_server, create_database
from .errors import ClusterError
from .places import default_data_dir, test_data_dir

__all__ = [
    "ClusterError",
    "check_server",
    "create_database",
    "default_data_dir",
    "is_running",
    "remove",
    "start",
    "stop",
    "test_data_dir",
    "url",
]
