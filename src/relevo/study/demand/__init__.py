"""What comes when: arrivals by hour of the week, language, topic and channel, and how sure we are."""
