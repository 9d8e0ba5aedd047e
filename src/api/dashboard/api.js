// SPDX-License-Identifier: MIT
// Questions to the node, with a deadline, and its refusals as errors with their sentence.

const DEADLINE_MS = 15_000;

/** status 0: there was no answer at all. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  const value = await response.json().catch(() => null);
  if (response.ok && value !== null) return value;
  throw new ApiError(response.status, String(value?.error ?? `The node answers with status ${response.status}.`));
}

/**
 * @param {string} path below /api/v1/
 * @param {Object<string, string|number>} [query]
 * @returns {Promise<any>}
 */
export async function ask(path, query = {}) {
  const text = new URLSearchParams(query).toString();
  const target = `/api/v1/${path}${text === "" ? "" : `?${text}`}`;
  try {
    return await answer(await fetch(target, { cache: "no-store", signal: AbortSignal.timeout(DEADLINE_MS) }));
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0, "The node does not answer.");
  }
}
