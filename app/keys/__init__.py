"""密钥: a new key for what is sealed, everything resealed under it while people work, the old one dropped."""
