"""What rooms above the agreements have to say on public boards: functions (content, on) that answer a title with lines,
or None. Nothing of residents may stand there."""

BOARD_SECTIONS = ["jiayi.service.scheduling.boards.coming_sessions"]
