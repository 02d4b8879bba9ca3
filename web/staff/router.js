/* Places of the app live in the hash (#/te-laat/1042), so that Back works, a case can be mailed to a
 * colleague and central needs no fallback route.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** Server's key of a view -> word in the address. Unknown keys are used as they are. */
const SLUGS = {
	late: 'te-laat', new: 'nieuw', urgent: 'spoed', mine: 'mijn', leader: 'projectleider', referred: 'doorverwezen', waiting: 'wacht', plan: 'te-plannen', open: 'open', all: 'alle', phone: 'telefoon',
	alarms: 'alarmen', calls: 'bellen', exceptions: 'uitzonderingen', quarantine: 'quarantaine', reception: 'ontvangst',
	outgoing: 'post', devices: 'zuilen', intake: 'melding', addresses: 'adressen', register: 'register', tasks: 'acties', notices: 'seintjes', leaders: 'projectleiders', phrases: 'standaardteksten', figures: 'cijfers', users: 'gebruikers', audit: 'logboek', persons: 'personen', rules: 'regels', ladder: 'termijnen', whatif: 'wat-als', site: 'website', backups: 'reservekopieen', texts: 'brieven',
};

/** Views of the server that have a page of their own instead of the list of cases. */
export const TABLES = ['alarms', 'calls', 'exceptions', 'quarantine', 'reception', 'outgoing', 'devices', 'intake', 'addresses', 'register', 'notices', 'tasks', 'leaders', 'phrases', 'figures', 'users', 'audit', 'persons', 'rules', 'ladder', 'whatif', 'site', 'texts', 'backups'];

/** @param {string} key @param {string|number} [item] */
export function hrefOf(key, item) {
	const slug = /** @type {Record<string, string>} */ (SLUGS)[key] ?? key;
	return `#/${slug}${item === undefined || item === '' ? '' : `/${encodeURIComponent(String(item))}`}`;
}

/** @param {string} hash @returns {{ page: string, view: string, item: string }} */
export function placeOf(hash) {
	const [slug = '', item = ''] = hash.replace(/^#\/?/, '').split('/');
	const key = Object.entries(SLUGS).find(([, word]) => word === slug)?.[0] ?? slug;
	let id = '';
	try {
		id = decodeURIComponent(item);
	} catch { /* a broken address opens the list */ }
	if (!key) return { page: 'cases', view: '', item: '' };
	return TABLES.includes(key) ? { page: key, view: key, item: id } : { page: 'cases', view: key, item: id };
}
