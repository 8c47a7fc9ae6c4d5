"""备份: the whole database in one sealed file, taken while people work, checked, and put back."""
