"""The life of an agreement as a diagram (Mermaid) and a table, for docs/agreement-states.md."""

from collections import defaultdict

from jiayi.service.agreements.terms import NEW, TRANSITIONS, Act, State

_HEAD = """# The states of an agreement

Made by `jiayi agreement_states` from `jiayi/service/agreements/terms/life.py`; a test compares. The database refuses
every other step (function `agreements_transitions`) and writes each one into the ledger `agreements_agreementstep`.

```mermaid
stateDiagram-v2
"""


def states_document() -> str:
    """The whole document."""
    names = [f"    {state.value}: {state.label_zh} {state.label_en}" for state in State]
    arrows = [f"    {_node(start)} --> {end.value}: {_words(acts)}" for (start, end), acts in _arrows().items()]
    rows = [f"| `{act.value}` | {act.label_zh} | {act.label_en} | {_pairs(act)} |" for act in Act]
    heading = "| act | 中文 | English | from → to |"  # data, not for translation
    table = [heading, "|---|---|---|---|", *rows]
    return _HEAD + "\n".join([*names, *arrows, "```", "", *table, ""])


def _arrows() -> dict[tuple[str, State], list[Act]]:
    """The acts by pair of states. What was taken over from elsewhere is left to the table: it may come in any state."""
    found: dict[tuple[str, State], list[Act]] = defaultdict(list)
    for act, start, end in TRANSITIONS:
        if act != Act.TAKE_OVER:
            found[start, end].append(act)
    return found


def _node(state: str) -> str:
    return "[*]" if state == NEW else str(state)


def _words(acts: list[Act]) -> str:
    return " / ".join(f"{act.label_zh} {act.value}" for act in acts)


def _pairs(act: Act) -> str:
    pairs = [f"{start or '—'} → {end}" for one, start, end in TRANSITIONS if one == act]
    return ", ".join(pairs)
