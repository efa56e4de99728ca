// The control API of the sandbox. Every act is done when its promise resolves.

export class Refused extends Error {}

async function ask(path, options = {}) {
  const answer = await fetch(`/sandbox/${path}`, options);
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(body?.error ?? `HTTP ${answer.status}`);
  return body;
}

export function get(path, query = {}, signal = undefined) {
  const text = new URLSearchParams(query).toString();
  return ask(text ? `${path}?${text}` : path, { signal });
}

export function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// What somebody does in a chat: says, presses, sends_files, …
export function act(person, deed, chat, body = {}) {
  return post(`people/${person}/${deed}`, { chat, ...body });
}

export const NOW = Number.MAX_SAFE_INTEGER;
