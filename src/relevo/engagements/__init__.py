"""The engagement: who staffs a desk, on what terms. Every right between two firms is derived from it."""
