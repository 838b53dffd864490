"""Detection, translations stored beside untouched originals, protected words, engines."""
