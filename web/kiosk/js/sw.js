/* Service worker: keeps the emergency pages and the storing page of each language, with what they
 * need, and answers with them when the daemon does not. The generator puts self.PRECACHE in front of
 * this script, so a new site is a new script and a new cache.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
/// <reference lib="webworker" />

/** @typedef {{ url: string, revision?: string }} Entry */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const LIST = /** @type {Record<string, string|Entry[]>} */ (/** @type {any} */ (self).PRECACHE ?? {});
const CACHE = `portiek-${LIST.version ?? 'none'}`;
const LANGS = Object.keys(LIST).filter((key) => key !== 'version' && key !== 'shared');

/** @returns {string[]} absolute addresses of everything kept */
function addresses() {
	const entries = Object.values(LIST).filter(Array.isArray).flat();
	return entries.map((entry) => new URL(entry.url, worker.registration.scope).href);
}

worker.addEventListener('install', (event) => {
	event.waitUntil((async () => {
		const cache = await caches.open(CACHE);
		for (const url of addresses()) await cache.add(new Request(url, { cache: 'reload' }));
		await worker.skipWaiting();
	})());
});

worker.addEventListener('activate', (event) => {
	event.waitUntil((async () => {
		for (const name of await caches.keys())
			if (name.startsWith('portiek-') && name !== CACHE) await caches.delete(name);
		await worker.clients.claim();
	})());
});

/** The storing page in the language of the page that failed. @param {string} url */
function storing(url) {
	const path = url.slice(worker.registration.scope.length);
	const lang = LANGS.find((one) => path.startsWith(`${one}/`)) ?? LANGS[0] ?? 'nl';
	return new URL(`${lang}/storing/`, worker.registration.scope).href;
}

/** @param {Request} request */
async function answer(request) {
	const url = new URL(request.url);
	const bare = url.origin + url.pathname;
	try {
		const reply = await fetch(request);
		if (request.mode !== 'navigate' || reply.status < 500) return reply;
	} catch (error) {
		if (request.mode !== 'navigate') {
			const kept = await caches.match(bare);
			if (kept) return kept;
			throw error;
		}
	}
	const kept = request.method === 'GET' ? await caches.match(bare) : undefined;
	return kept ?? Response.redirect(storing(bare), 302);
}

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const page = request.mode === 'navigate';
	if (!page && (request.method !== 'GET' || request.url.includes('/api/v1/'))) return;
	event.respondWith(answer(request));
});
