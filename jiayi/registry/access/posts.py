"""Posts as the rulebook describes them."""

from jiayi.foundation.rulebook import rulebook


def known(code: str) -> bool:
    """Whether rulebook/posts.yaml has this post."""
    return code in rulebook().posts


def codes() -> list[str]:
    """All posts, in the order of the file."""
    return list(rulebook().posts)


def permissions_of(code: str) -> frozenset[str]:
    """What a post permits; a post that the rulebook no longer has permits nothing."""
    post = rulebook().posts.get(code)
    return frozenset(post.permissions) if post else frozenset()


def label_of(code: str, language: str) -> str:
    """The post's name in a language ("zh-hans", "en")."""
    post = rulebook().posts.get(code)
    return post.label(language) if post else code


def permission_labels(language: str) -> list[tuple[str, str]]:
    """Every permission with its name in a language, in the order of rulebook/permissions.yaml."""
    return [(code, permission.label(language)) for code, permission in rulebook().permissions.items()]
