"""Permissions of rulebook/posts.yaml that this room asks for."""

READ = "engagement_read"
ANSWER = "engagement_answer"
EXPORT = "export_rows"
