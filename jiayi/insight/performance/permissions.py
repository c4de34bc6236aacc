"""Permissions of rulebook/posts.yaml that this room asks for."""

READ = "performance_read"
WRITE = "performance_write"
OBJECT = "performance_object"
MONEY_READ = "subsidy_read"
PROPOSE = "subsidy_propose"
APPROVE = "subsidy_approve"
