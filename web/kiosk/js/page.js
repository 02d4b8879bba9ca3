/* What a page knows about itself and small helpers on its elements. All links are relative, so the
 * same archive works below any path.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

const html = document.documentElement;

/** Codes and ways the generator wrote on <html>. */
export const page = {
	type: html.dataset.page ?? '',
	lang: html.lang || 'nl',
	root: new URL(html.dataset.root ?? './', location.href).href,
	home: new URL(html.dataset.home ?? './', location.href).href,
	catalogue: html.dataset.version ?? '',
	data: /** @type {Record<string, string|undefined>} */ (html.dataset),
};

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector @param {ParentNode} [within]
 * @returns {T|null}
 */
export function find(selector, within = document) {
	return /** @type {T|null} */ (within.querySelector(selector));
}

/**
 * @param {string} selector @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export function all(selector, within = document) {
	return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
}

/** @param {string} selector @param {boolean} on @param {ParentNode} [within] */
export function show(selector, on, within = document) {
	for (const element of all(selector, within)) element.hidden = !on;
}

/** @param {string} selector @param {string} text @param {ParentNode} [within] */
export function fill(selector, text, within = document) {
	for (const element of all(selector, within)) element.textContent = text;
}

/**
 * A copy of the only child of a <template>.
 * @param {string} [selector] @returns {HTMLElement}
 */
export function row(selector = 'template[data-row]') {
	const template = /** @type {HTMLTemplateElement} */ (find(selector));
	return /** @type {HTMLElement} */ (
		/** @type {Element} */ (template.content.firstElementChild).cloneNode(true)
	);
}

/** Path of a link below the language ("woning/badkamer/"). @param {string} href */
export function pathOf(href) {
	const url = new URL(href, location.href);
	const home = new URL(page.home);
	return url.pathname.startsWith(home.pathname) ? url.pathname.slice(home.pathname.length) : '';
}

/** @param {string} path below the language @returns {string} */
export function linkTo(path) {
	return new URL(path, page.home).href;
}

/** Go on; Back returns here. @param {string} path below the language */
export function go(path) {
	location.assign(linkTo(path));
}

/** Go on; Back skips this page. What was tapped on it meanwhile is not done any more. @param {string} path below the language */
export function instead(path) {
	html.dataset.leaving = '';
	location.replace(linkTo(path));
}

/** @type {Map<string, Promise<any>>} */
const files = new Map();

/** @param {string} name @returns {Promise<any>} a JSON file of the archive, asked for once */
function archiveFile(name) {
	const known = files.get(name);
	if (known) return known;
	const answer = fetch(new URL(name, page.root)).then((reply) => {
		if (!reply.ok) throw new Error(`${name}: ${reply.status}`);
		return reply.json();
	});
	answer.catch(() => files.delete(name));
	files.set(name, answer);
	return answer;
}

/** @returns {Promise<Record<string, string>>} every message of this language */
export function messages() {
	return archiveFile(`messages.${page.lang}.json`);
}

/** @returns {Promise<any>} the merged catalogue */
export function catalogue() {
	return archiveFile('catalogue.json');
}

/** @param {any} doc catalogue @param {string} key @returns {string} */
export function textOf(doc, key) {
	return doc.texts[page.lang]?.[key] ?? doc.texts.nl?.[key] ?? key;
}
