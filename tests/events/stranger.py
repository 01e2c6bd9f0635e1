"""Reads feeds as a stranger does: ical.js (the parser of Thunderbird) in Chromium, with the browser's own time zones.

Nothing of what writes the feeds takes part: neither the icalendar library nor Python's time zones.
"""

from pathlib import Path

PARSER = (Path(__file__).parents[1] / "vendor" / "ical.es5.min.cjs").read_text()
INVITATION = """([parser, text]) => {
  const module = {exports: {}};
  new Function("module", "exports", parser)(module, module.exports);
  const ICAL = module.exports;
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map(part => {
    const event = new ICAL.Event(part);
    const start = event.startDate.toJSDate().toISOString(), end = event.endDate.toJSDate().toISOString();
    return {
      method: calendar.getFirstPropertyValue("method"), uid: event.uid, sequence: event.sequence, start, end,
      title: event.summary, place: event.location, status: part.getFirstPropertyValue("status"),
      organizer: event.organizer, attendees: event.attendees.map(person => [
        person.getFirstValue(), person.getParameter("cn"), person.getParameter("partstat"), person.getParameter("rsvp"),
      ]),
    };
  });
}"""
READ = """([parser, text, zone]) => {
  const module = {exports: {}};
  new Function("module", "exports", parser)(module, module.exports);
  const ICAL = module.exports;
  const clock = new Intl.DateTimeFormat("sv", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  const said = time => time.isDate ? time.toString() : clock.format(time.toJSDate());
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map(part => {
    const event = new ICAL.Event(part);
    return {
      uid: event.uid, title: event.summary, start: said(event.startDate), end: said(event.endDate),
      all_day: event.startDate.isDate, floating: event.startDate.zone.tzid === "floating",
      status: part.getFirstPropertyValue("status"), sequence: event.sequence, place: event.location,
      description: event.description,
    };
  });
}"""


def invitation(browser, data):
    """What the mail part ``data`` (bytes) asks of a calendar, as a dict; times in UTC."""
    page = browser.new_page()
    try:
        (found,) = page.evaluate(INVITATION, [PARSER, data.decode()])
        return found
    finally:
        page.close()


def read(browser, data, zone="America/Chicago"):
    """The events of the feed ``data`` (bytes) as dicts; ``start`` and ``end`` by a clock in ``zone``."""
    page = browser.new_page()
    try:
        return page.evaluate(READ, [PARSER, data.decode(), zone])
    finally:
        page.close()
