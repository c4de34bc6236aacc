"""Permissions of rulebook/posts.yaml that this room asks for, and whose residents they reach."""

READ = "engagement_read"
ANSWER = "engagement_answer"
RESIDENT_READ = "resident_read"
EXPORT = "export_rows"
