"""What stands in a mail's bytes: fields, parts, texts, files, whatever was done to them on the way."""
