/* Words on screen come from messages.nl.json by key, with {holes}; code holds no sentence.
 * A key that is missing shows itself, so that a review sees it; a test compares keys and uses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import messages from './messages.nl.json';

/** @type {Record<string, string>} */
const texts = messages;
const plural = new Intl.PluralRules('nl');

/**
 * @param {string} key
 * @param {Record<string, string|number>} [holes]
 * @returns {string}
 */
export function say(key, holes) {
	const text = texts[key] ?? key;
	return holes ? text.replace(/\{(\w+)\}/g, (_, name) => String(holes[name] ?? '')) : text;
}

/**
 * The same for a number of things: key.one or key.other.
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string|number>} [holes]
 */
export function count(key, n, holes) {
	return say(`${key}.${plural.select(n)}`, { n, ...holes });
}

/**
 * A word for a code of the server, or the fallback when this version does not know it.
 * @param {string} group
 * @param {string|undefined|null} code
 * @param {string} [fallback]
 */
export function word(group, code, fallback) {
	return (code && texts[`${group}.${code}`]) || fallback || code || '';
}
