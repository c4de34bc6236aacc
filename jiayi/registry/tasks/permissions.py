"""The permission of rulebook/posts.yaml that this room asks for."""

READ = "task_read"
