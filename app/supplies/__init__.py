"""药品供应: what each village needs of the medicines its plans name, what is out of stock there, what was delivered."""
