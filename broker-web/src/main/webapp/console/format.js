// Figures and times as people read them.

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

export function count(n) {
  return whole.format(n);
}

// Messages a second; one that is not quite still is never shown as 0.
export function rate(perSecond) {
  if (perSecond <= 0) {
    return "0";
  }
  if (perSecond < 0.05) {
    return "<" + tenth.format(0.1);
  }
  return perSecond < 9.95 ? tenth.format(perSecond) : whole.format(perSecond);
}

export function dateTime(ms) {
  return moment.format(new Date(ms));
}

export function time(date) {
  return clock.format(date);
}

export function duration(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) {
    return `${days} d ${hours % 24} h`;
  }
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
