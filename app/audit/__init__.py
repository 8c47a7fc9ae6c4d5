"""操作日志: who saw and who changed what, chained by hash so that a change to the trail itself shows."""

from app.audit.trail import init as init
