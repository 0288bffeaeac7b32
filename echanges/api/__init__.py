"""The API, version 1: what search, pages and calendars say, as JSON; read only, for everybody."""
