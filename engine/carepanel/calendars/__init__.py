"""Calendars: bank holidays, working days, meetings, and deadlines resolved to dates with their proof.

The one room that imports pendulum, and only when hours or months are counted. What crosses its boundary are
`date`, `time` and timezone-aware `datetime` values of the standard library; instants are in UTC.
"""
