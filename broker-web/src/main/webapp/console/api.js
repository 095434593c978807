// Calls the broker's REST interface. A failed call is an ApiError; its status is 0 when there was no answer.

const PATIENCE_MS = 8000;

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let csrfToken = null;

async function call(method, path, body) {
  const headers = { Accept: "application/json, application/problem+json", "X-Tern-Console": "1" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "GET" && csrfToken) {
    headers["X-CSRF-Token"] = csrfToken;
  }
  let response;
  let json;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    json = text && (response.headers.get("Content-Type") || "").includes("json") ? JSON.parse(text) : null;
  } catch (failure) {
    throw new ApiError(0, "The broker does not answer.");
  }
  if (!response.ok) {
    throw new ApiError(response.status, (json && (json.detail || json.title)) || `The broker answered ${response.status}.`);
  }
  return { json, total: Number(response.headers.get("X-Total-Count")) };
}

async function remember(session) {
  const { json } = await session;
  csrfToken = json.csrfToken || null;
  return json;
}

export function session() {
  return remember(call("GET", "/api/session"));
}

export function login(user, password) {
  return remember(call("POST", "/api/login", { user, password }));
}

export async function logout() {
  await call("POST", "/api/logout");
  csrfToken = null;
}

export async function status() {
  return (await call("GET", "/api/status")).json;
}

export async function list(name, query) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      parameters.set(key, value);
    }
  }
  const { json, total } = await call("GET", `/api/${name}?${parameters}`);
  return { items: json, total };
}
