"""The doors through which customers reach a desk: adapters that translate, and hold no rules."""
