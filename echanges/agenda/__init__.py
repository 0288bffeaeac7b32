"""iCalendar feeds: what is planned at an activity, at a place, for a search."""
