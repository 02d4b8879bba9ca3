/* The JSON API, with every failure as one shape: a problem whose code has a sentence in the messages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { page } from './page.js';

/** @import { Answer, Place } from "./types.js" */

const PATIENCE = 15_000; /* ms until no answer counts as none */

/**
 * @param {string} method @param {string} path below api/v1/ @param {unknown} [body]
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, body) {
	/** @type {RequestInit} */
	const options = { method, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
	if (body !== undefined) {
		options.body = JSON.stringify(body);
		options.headers = { 'content-type': 'application/json' };
	}
	try {
		const reply = await fetch(new URL(`api/v1/${path}`, page.root), options);
		const text = await reply.text();
		const data = text ? JSON.parse(text) : null;
		const problem = reply.ok ? null : { code: 'internal', ...data };
		return { ok: reply.ok, status: reply.status, data, problem };
	} catch {
		return { ok: false, status: 0, data: null, problem: { code: 'no_answer' } };
	}
}

const PLACE = 'portiek.place';

/** Where this page runs: asked once per tab, again on the start page. @returns {Promise<Place|null>} */
export async function loadPlace(fresh = false) {
	const known = sessionStorage.getItem(PLACE);
	if (known && !fresh) return JSON.parse(known);
	const answer = await ask('GET', 'kiosk');
	if (!answer.ok) return known ? JSON.parse(known) : null;
	sessionStorage.setItem(PLACE, JSON.stringify(answer.data));
	return answer.data;
}

/** The person goes: the session at the daemon too, without waiting for it. */
export function leaveSession() {
	fetch(new URL('api/v1/session', page.root), {
		method: 'DELETE', credentials: 'same-origin', keepalive: true,
	}).catch(() => undefined);
}
