"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from jiayi.foundation.base.reach import holds, within

READ = "community_read"
WRITE = "community_write"
CHECK = "community_check"
EXPORT = "export_rows"

__all__ = ["CHECK", "EXPORT", "READ", "WRITE", "holds", "within"]
