// Talk to the server. A failed connection is an `Away`, a refusal a `Refused` with what the server said.

import { boot } from "./boot.js";

export class Away extends Error {}

export class Refused extends Error {
  constructor(status, body) {
    super(`${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Read from the server; `values` become the query. */
export async function get(path, values = {}) {
  const query = new URLSearchParams({ lang: boot.lang, ...values });
  return answer(await reach(`${path}?${query}`, {}));
}

/** Write to the server; a session that the server forgot with a restart is renewed once. */
export async function post(path, body) {
  const send = () => reach(`${path}?lang=${boot.lang}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-gouji-csrf": boot.csrf },
    body: JSON.stringify(body),
  });
  let response = await send();
  if (response.status === 403) {
    boot.csrf = (await answer(await reach("/api/session", {}))).csrf;
    response = await send();
  }
  return answer(response);
}

async function reach(path, options) {
  try {
    return await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    throw new Away(String(error));
  }
}

async function answer(response) {
  if (response.ok) return response.json();
  if (response.status >= 500) throw new Away(`${response.status}`);
  const body = await response.json().catch(() => ({}));
  throw new Refused(response.status, body);
}
