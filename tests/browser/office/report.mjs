/* A complete report, as the check page of the kiosk sends it, with room for changes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** A UUIDv7 of now. */
function uuid7() {
	const time = BigInt(Date.now());
	const rest = crypto.getRandomValues(new Uint8Array(10));
	const noise = rest.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
	const value = (time << 80n) | (7n << 76n) | (((noise >> 62n) & 0xfffn) << 64n) | (2n << 62n) | (noise & ((1n << 62n) - 1n));
	const text = value.toString(16).padStart(32, '0');
	return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** @param {string} kiosk @param {string} path */
async function ask(kiosk, path) {
	const reply = await fetch(`${kiosk}${path}`);
	if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
	return reply.json();
}

/** @param {string} kiosk address @param {object} changes */
export async function reportOf(kiosk, changes) {
	const catalogue = await ask(kiosk, '/catalogue.json');
	const { dwellings } = await ask(kiosk, '/api/v1/dwellings?street=l&number=1');
	return reportBody(catalogue.version, dwellings[0].key, changes);
}

/** @param {string} catalogue version @param {string} unit @param {object} [changes] */
export function reportBody(catalogue, unit, changes) {
	return {
		schema: 1, id: uuid7(), catalogue, channel: 'kiosk', lang: 'nl', actor: { kind: 'guest', ref: null },
		branch: 'home', kind: 'repair', unit, place: null, room: 'KEU', object: 'KRAAN', fault: 'DRP',
		words: 'hij druppelt de hele nacht', suspect: 'unknown', answers: {}, when: { slots: [], call: true },
		contact: { name: 'M. de Vries', phone: '0612345678', mail: '', via: 'phone' }, first_contact: true, t: Date.now(), ...changes,
	};
}
