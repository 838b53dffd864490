"""Is outsourcing right for us? From a history of contacts to demand, options, costs, a decision and a report.

``history`` reads what there is; ``demand`` says what comes when; ``choice`` staffs, prices and weighs the options;
``report`` tells it to people. None of the four needs Django or a database.
"""
