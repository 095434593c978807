// What each tab lists.

import { el, setText } from "./dom.js";
import { count, dateTime, rate } from "./format.js";
import { History, spark } from "./spark.js";

const history = new History();

// A name with marks behind it, each shown while its condition holds.
function named(nameOf, marks) {
  return () => {
    const name = el("span", { class: "name" });
    const chips = marks.map((mark) => ({ mark, chip: el("span", { class: `chip ${mark.kind}` }, mark.label) }));
    return {
      element: el("span", { class: "named" }, name, ...chips.map(({ chip }) => chip)),
      update(item) {
        setText(name, nameOf(item));
        chips.forEach(({ mark, chip }) => {
          chip.hidden = !mark.when(item);
        });
      },
    };
  };
}

function trend() {
  const { picture, draw } = spark();
  return { element: picture, update: (queue) => draw(history.of(queue.name)) };
}

function figure(label, sort, format = count) {
  return { label, sort, kind: "figure", text: (item) => format(item[sort]) };
}

const queues = {
  title: "Queues",
  none: "There are no queues yet. One is made when a client first uses it.",
  sort: "name",
  searchable: "Search by name",
  columns: [
    {
      label: "Name",
      sort: "name",
      kind: "first wide",
      cell: named((queue) => queue.name, [
        { label: "no consumer", kind: "warn", when: (queue) => queue.depth > 0 && queue.consumers === 0 },
        { label: "temporary", kind: "plain", when: (queue) => queue.temporary },
      ]),
    },
    { ...figure("Depth", "depth"), kind: "figure strong" },
    figure("In flight", "inFlight"),
    figure("Consumers", "consumers"),
    { ...figure("In/s", "enqueueRate", rate), kind: "figure rate in" },
    { ...figure("Out/s", "dequeueRate", rate), kind: "figure rate out" },
    { label: "Last 90 s", kind: "picture", cell: trend },
    figure("Enqueued", "enqueued"),
    figure("Dequeued", "dequeued"),
  ],
  key: (queue) => queue.name,
  seen: (items) => history.record(items),
};

const backlog = (topic) => topic.subscriptions.reduce((sum, subscription) => sum + subscription.depth, 0);
const consumers = (topic) => topic.subscriptions.reduce((sum, subscription) => sum + subscription.consumers, 0);

const topics = {
  title: "Topics",
  none: "There are no topics yet. One is made when a client first uses it.",
  searchable: "Search by name",
  columns: [
    {
      label: "Name",
      kind: "first wide",
      cell: named((topic) => topic.name, [{ label: "temporary", kind: "plain", when: (topic) => topic.temporary }]),
    },
    { label: "Subscriptions", kind: "figure", text: (topic) => count(topic.subscriptions.length) },
    {
      label: "Durable",
      kind: "figure",
      text: (topic) => count(topic.subscriptions.filter((subscription) => subscription.durable).length),
    },
    { label: "Consumers", kind: "figure", text: (topic) => count(consumers(topic)) },
    { label: "Backlog", kind: "figure strong", text: (topic) => count(backlog(topic)) },
    { label: "Published", kind: "figure", text: (topic) => count(topic.published) },
  ],
  key: (topic) => topic.name,
};

const connections = {
  title: "Connections",
  none: "No client is connected.",
  searchable: "Search by user, client or address",
  columns: [
    { label: "User", kind: "first", cell: named((connection) => connection.user, []) },
    { label: "Client id", kind: "text", text: (connection) => connection.clientId || "–" },
    { label: "Address", kind: "text", text: (connection) => connection.address },
    { label: "Client", kind: "text", text: (connection) => connection.agent || "–" },
    { label: "Since", kind: "text", text: (connection) => dateTime(connection.since) },
    { label: "Sessions", kind: "figure", text: (connection) => count(connection.sessions) },
    { label: "Consumers", kind: "figure", text: (connection) => count(connection.consumers) },
  ],
  key: (connection) => connection.id,
};

export const views = { queues, topics, connections };
