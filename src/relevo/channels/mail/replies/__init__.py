"""What a person wrote in a mail, apart from quoted history and signature."""
