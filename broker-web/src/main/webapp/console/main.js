// Starts the console: login, tabs, and a refresh every two seconds while the page is seen.

import { ApiError, login, logout, session, status } from "./api.js";
import { byId, setText } from "./dom.js";
import { count, time } from "./format.js";
import { Listing } from "./listing.js";
import { hideState, showState, showStatus } from "./overview.js";

const REFRESH_MS = 2000;
const STATUS_EVERY = 5;
const TYPING_PAUSE_MS = 250;

const listings = { queues: new Listing("queues"), topics: new Listing("topics"), connections: new Listing("connections") };
const tabs = [...document.querySelectorAll("[role=tab]")];

let current = null;
let loggedIn = false;
let timer = null;
let round = 0;
let answered = null;

function announce(text) {
  byId("announcer").textContent = text;
}

function notice(text) {
  const line = byId("notice");
  line.hidden = !text;
  setText(line, text || "");
}

// ---- refreshing

function refreshSoon(ms) {
  clearTimeout(timer);
  timer = setTimeout(refresh, ms);
}

async function refresh() {
  clearTimeout(timer);
  if (document.hidden) {
    return;
  }
  const listing = current;
  try {
    if (!loggedIn) {
      enter(await session());
      return;
    }
    if (round++ % STATUS_EVERY === 0) {
      showStatus(await status());
    }
    const total = await listing.refresh(() => loggedIn && listing === current);
    if (total !== null && listing.search && listing.announced !== listing.search) {
      announce(`${count(total)} found`);
    }
    listing.announced = listing.search;
    works();
  } catch (failure) {
    fails(failure);
  }
  if (loggedIn || byId("login").hidden) {
    refreshSoon(REFRESH_MS);
  }
}

function works() {
  answered = new Date();
  showState("ready");
  notice(null);
  byId("view").classList.remove("stale");
}

function fails(failure) {
  if (!(failure instanceof ApiError)) {
    console.error(failure);
    notice(`The console itself failed: ${failure.message}`);
    return;
  }
  if (failure.status === 401) {
    leave(loggedIn ? "Your session has ended. Please log in again." : null);
    return;
  }
  const starting = failure.status === 503;
  showState(starting ? "starting" : "lost");
  byId("view").classList.add("stale");
  round = 0;
  const since = answered ? ` What you see is from ${time(answered)}.` : "";
  notice(`${failure.message}${starting ? "" : " Trying again every two seconds."}${since}`);
}

// ---- login

function enter(who) {
  loggedIn = true;
  round = 0;
  byId("login").hidden = true;
  byId("console").hidden = false;
  byId("account").hidden = false;
  setText(byId("user"), who.anonymous ? "No login needed" : who.user);
  byId("logout").hidden = !who.csrfToken;
  notice(null);
  show(location.hash.slice(1));
}

function leave(why) {
  loggedIn = false;
  clearTimeout(timer);
  hideState();
  notice(null);
  byId("console").hidden = true;
  byId("account").hidden = true;
  byId("login").hidden = false;
  loginError(why);
  byId("login-user").focus();
}

function loginError(text) {
  const line = byId("login-error");
  line.hidden = !text;
  setText(line, text || "");
}

byId("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  button.disabled = true;
  try {
    const who = await login(byId("login-user").value, byId("login-password").value);
    byId("login-password").value = "";
    loginError(null);
    enter(who);
    announce(`Logged in as ${who.user}`);
  } catch (failure) {
    loginError(failure.message);
    byId("login-password").focus();
    byId("login-password").select();
  } finally {
    button.disabled = false;
  }
});

byId("logout").addEventListener("click", async () => {
  try {
    await logout();
    leave(null);
    announce("Logged out");
  } catch (failure) {
    fails(failure);
  }
});

// ---- tabs, search, pages

function show(name) {
  const wanted = listings[name] ? name : "queues";
  current = listings[wanted];
  tabs.forEach((tab) => {
    const selected = tab.dataset.view === wanted;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
  });
  byId("view").setAttribute("aria-labelledby", `tab-${wanted}`);
  byId("view").replaceChildren(current.element);
  current.attach();
  document.title = `Tern – ${wanted}`;
  refresh();
}

tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => {
    location.hash = tab.dataset.view;
  });
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    }
  });
});

let typing = null;
byId("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => current.find(event.target.value.trim()), TYPING_PAUSE_MS);
});
byId("previous").addEventListener("click", () => current.turn(-1));
byId("next").addEventListener("click", () => current.turn(1));
Object.values(listings).forEach((listing) => {
  listing.onChange = refresh;
});

addEventListener("hashchange", () => {
  if (loggedIn) {
    show(location.hash.slice(1));
  }
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && byId("login").hidden) {
    refresh();
  }
});

refresh();
