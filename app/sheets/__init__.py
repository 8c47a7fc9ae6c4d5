"""表格: workbooks and CSV files read in a limited child process, and written so that nothing in them runs."""
