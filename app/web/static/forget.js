// Forgets what was posted: the answer to a form would stand in the browser's own files with everything that was typed.

// An entry of the history made anew is one that was asked for, not posted.
history.replaceState(history.state, "");
