/* The JSON API, with every failure as one shape: a problem whose code has a sentence in the messages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { page } from './page.js';

/** @import { Answer, Place } from "./types.js" */

const PATIENCE = 15_000; /* ms until no answer counts as none */
const TOKEN = 'portiek.csrf';

/**
 * @param {string} method @param {string} path below api/v1/ @param {unknown} [body]
 * @param {{ keepalive?: boolean, patience?: number }} [options]
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, body, options = {}) {
	const answer = await askOnce(method, path, body, options);
	const again = answer.problem?.code === 'foreign_page' && (await learnToken());
	return again ? askOnce(method, path, body, options) : answer;
}

/** @param {string} method @param {unknown} body @param {{ keepalive?: boolean, patience?: number }} options @returns {RequestInit} */
function requestOf(method, body, { keepalive = false, patience = PATIENCE }) {
	/** @type {Record<string, string>} */
	const headers = {};
	const token = sessionStorage.getItem(TOKEN);
	if (token && method !== 'GET') headers['portiek-csrf'] = token;
	if (body !== undefined) headers['content-type'] = 'application/json';
	return {
		method, keepalive, headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(patience),
		body: body === undefined ? undefined : JSON.stringify(body),
	};
}

/**
 * @param {string} method @param {string} path @param {unknown} body
 * @param {{ keepalive?: boolean, patience?: number }} options @returns {Promise<Answer>}
 */
async function askOnce(method, path, body, options) {
	try {
		const reply = await fetch(new URL(`api/v1/${path}`, page.root), requestOf(method, body, options));
		const text = await reply.text();
		const data = text ? JSON.parse(text) : null;
		const problem = reply.ok ? null : { code: 'internal', ...data };
		return { ok: reply.ok, status: reply.status, data, problem };
	} catch {
		return { ok: false, status: 0, data: null, problem: { code: 'no_answer' } };
	}
}

/** At the phone desk these pages stand below the office, which wants its own token with what is sent. */
async function learnToken() {
	const reply = await fetch(new URL('../api/v1/me', page.root), { credentials: 'same-origin' }).catch(() => null);
	const me = reply?.ok ? await reply.json() : null;
	if (me?.csrf) sessionStorage.setItem(TOKEN, me.csrf);
	return Boolean(me?.csrf);
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
	void ask('DELETE', 'session', undefined, { keepalive: true });
}
