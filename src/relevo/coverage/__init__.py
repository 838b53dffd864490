"""Who answers when: coverage of the week, shifts of agents, hand-over at the boundary."""
