"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from jiayi.foundation.base.reach import holds, within

READ = "outreach_read"
WRITE = "outreach_write"
PLAN = "outreach_plan"
REVIEW = "outreach_review"
EXPORT = "export_rows"

__all__ = ["EXPORT", "PLAN", "READ", "REVIEW", "WRITE", "holds", "within"]
