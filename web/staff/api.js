/* Every request to central goes through here: same origin, JSON, csrf header on all but GET, one
 * error type. A refusal is an ApiError with the stable code of problem+json; a dead line is
 * code "offline". Nothing is retried here: the caller knows whether that is safe.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {import('./types/case.js').Case} Case */

const BASE = 'api/v1/';
const DEADLINE = 20_000;
/** For what central reads beside its work: it gives up by itself, after its turn has come. */
export const PATIENT = 90_000;
/* Codes for a refusal without a body (a proxy in between). */
const CODES = /** @type {Record<number, string>} */ ({
	401: 'login_required', 403: 'not_allowed', 404: 'not_found', 409: 'conflict', 412: 'stale', 429: 'slow_down',
});

export class ApiError extends Error {
	/** @param {number} status @param {string} code @param {string} detail @param {number} [retry] seconds
	 * @param {string} [field] what was wrong, or the guard that is not true yet */
	constructor(status, code, detail, retry, field) {
		super(detail || code);
		this.status = status;
		this.code = code;
		this.detail = detail;
		this.retry = retry ?? 0;
		this.field = field ?? '';
	}
}

/** What the page holds of the log-in; the cookie itself is out of reach of scripts. */
const held = { csrf: '' };

/** @param {string} csrf */
export function holdCsrf(csrf) {
	held.csrf = csrf;
}

/**
 * @param {string} method
 * @param {string} path below /api/v1/
 * @param {unknown} [body]
 * @param {number} [version] of the case the person looked at
 * @param {number} [deadline] ms
 * @returns {Promise<any>}
 */
export async function ask(method, path, body, version, deadline = DEADLINE) {
	/** @type {Record<string, string>} */
	const headers = { accept: 'application/json' };
	if (method !== 'GET') headers['portiek-csrf'] = held.csrf;
	if (body !== undefined) headers['content-type'] = 'application/json';
	if (version) headers['if-match'] = `"${version}"`;
	/** @type {Response} */
	let reply;
	try {
		reply = await fetch(BASE + path, {
			method, headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(deadline),
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	} catch {
		throw new ApiError(0, 'offline', '');
	}
	const data = await reply.json().catch(() => null);
	if (reply.ok) return data ?? {};
	const code = String(data?.code ?? CODES[reply.status] ?? `http_${reply.status}`);
	throw new ApiError(reply.status, code, String(data?.detail ?? ''), Number(reply.headers.get('retry-after')) || 0,
		String(data?.field ?? ''));
}

/** @param {string} path */
export const get = (path) => ask('GET', path);
/** @param {string} path @param {unknown} [body] @param {number} [version] */
export const post = (path, body, version) => ask('POST', path, body ?? {}, version);
