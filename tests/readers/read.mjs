// Reads calendars with ical.js: for each line of JSON with a feed and a window, one line with what is in it.
import { createInterface } from "node:readline";

import ICAL from "ical.js";

const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const textOf = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;

function entryOf(component) {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    recurrence_id: event.recurrenceId ? moment(event.recurrenceId) : null,
    sequence: event.sequence,
    status: textOf(component, "status"),
    summary: event.summary,
    description: event.description,
    location: event.location,
    url: textOf(component, "url"),
    starts_at: moment(event.startDate),
    ends_at: moment(event.endDate),
    properties: component.getAllProperties().map((property) => property.name),
  };
}

function* datesOf(event, ends) {
  if (!event.isRecurring()) {
    // As an app does: getOccurrenceDetails would count the length of a night when clocks change by the wall clock.
    yield event;
    return;
  }
  const iterator = event.iterator();
  // What the rule wants: an occurrence may have been moved in or out of the window.
  for (let next = iterator.next(); next && next.toJSDate() < ends; next = iterator.next()) {
    yield event.getOccurrenceDetails(next);
  }
}

function occurrencesOf(master, exceptions, starts, ends) {
  const dates = [...datesOf(new ICAL.Event(master, { exceptions }), ends)];
  return dates
    .filter(({ startDate }) => startDate.toJSDate() >= starts && startDate.toJSDate() < ends)
    .map(({ item, startDate, endDate }) => ({
      uid: textOf(master, "uid"),
      starts_at: moment(startDate),
      ends_at: moment(endDate),
      status: textOf(item ? item.component : master, "status"),
      summary: textOf(item ? item.component : master, "summary"),
    }));
}

function read({ feed, starts_at, ends_at }) {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  ICAL.TimezoneService.reset();
  calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  const components = calendar.getAllSubcomponents("vevent");
  const isException = (component) => component.hasProperty("recurrence-id");
  const window = [new Date(starts_at), new Date(ends_at)];
  return {
    entries: components.map(entryOf),
    occurrences: components
      .filter((component) => !isException(component))
      .flatMap((master) => {
        const isOfMaster = (other) => isException(other) && textOf(other, "uid") === textOf(master, "uid");
        return occurrencesOf(master, components.filter(isOfMaster), ...window);
      }),
    components: calendar.getAllSubcomponents().map((component) => component.name),
    properties: calendar.getAllProperties().map((property) => property.name),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
