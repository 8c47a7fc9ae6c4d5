"""管理后台: signing in and out, one's own account, and the pages over the policy."""
