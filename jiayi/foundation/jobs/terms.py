"""The states of a run, and the names under which kinds of work are registered."""

from jiayi.foundation.core.choices import Choice


class JobState(Choice):
    """Where a run stands."""

    WAITING = "waiting", "等待开始", "Waiting"
    RUNNING = "running", "正在进行", "Running"
    DONE = "done", "已完成", "Done"
    FAILED = "failed", "失败", "Failed"
    CANCELLED = "cancelled", "已取消", "Cancelled"
    INTERRUPTED = "interrupted", "中断", "Interrupted"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
RESTARTABLE_STATES = (JobState.FAILED, JobState.CANCELLED, JobState.INTERRUPTED)
STATE_COLOURS = {
    JobState.WAITING: "secondary",
    JobState.RUNNING: "blue",
    JobState.DONE: "green",
    JobState.FAILED: "red",
    JobState.CANCELLED: "secondary",
    JobState.INTERRUPTED: "orange",
}
