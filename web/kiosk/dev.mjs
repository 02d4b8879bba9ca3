/* A stand-in for the kiosk daemon while designing: serves a built site archive with the same headers
 * and answers the JSON API from memory. Nothing is stored.
 *
 *   node kiosk/dev.mjs SITE.sqlar [PORT]       prints the address
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

const [archive, port = '8090'] = process.argv.slice(2);
if (!archive) {
	console.error('usage: node kiosk/dev.mjs SITE.sqlar [PORT]');
	process.exit(64);
}
const folder = mkdtempSync(join(tmpdir(), 'portiek-dev-'));
execFileSync('sqlite3', ['-A', '-x', '-f', resolve(archive), '-C', folder]);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

const TYPES = {
	'.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json',
	'.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
	+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const ROOMS = ['WOO', 'KEU', 'BAD', 'TOI', 'SLA', 'HAL', 'BUI'];
const HOME = { key: 'LINDE-12', kind: 'dwelling', label: 'Lindestraat 12', rooms: ROOMS };
const PARKING = { key: 'LINDE-P7', kind: 'parking', label: 'Plaats 7, Lindestraat', rooms: ['POR'] };
const state = { reports: new Map(), session: null, n: 0 };

function problem(status, code, field) {
	return [status, { type: 'about:blank', title: code, status, code, field, detail: code }];
}

const API = {
	'GET kiosk': () => [200, {
		corporation: { name: 'Woonstichting De Linde', phone: '010 123 45 67' }, place: 'Lindestraat 1-99', channel: 'kiosk', online: false,
	}],
	'GET session': () => [200, state.session ?? { signed_in: false }],
	'POST session': (body) => {
		if (body.code !== 'ABCD1234') return problem(401, 'wrong_credentials', 'code');
		state.session = {
			signed_in: true, name: 'S. Yilmaz', phone: '0612345678', mail: '', number: body.number, subscription: true, units: [HOME, PARKING],
		};
		return [200, state.session];
	},
	'DELETE session': () => {
		state.session = null;
		return [204, null];
	},
	'GET dwellings': (_, query) => {
		if (!query.get('number')) return [200, { dwellings: [], streets: ['Lindestraat', 'Lindelaan'] }];
		if (!/^l/i.test(query.get('street') ?? '')) return [200, { dwellings: [] }];
		const doors = query.get('number') === '12' ? ['', ' A', ' B'] : [''];
		return [200, { dwellings: doors.map((door) => ({ ...HOME, key: HOME.key + door, label: `Lindestraat ${query.get('number')}${door}`, units: [] })) }];
	},
	'GET energy': () => [200, {
		nom: true, role: 'provider', why: 'sla', first: 'party', text: null, corporation: { name: 'Woonstichting De Linde', phone: '010 123 45 67' },
		party: { key: 'zon', name: 'Zonzeker', phone: '088 123 45 67', mail: 'hulp@zon.example', hours: 'ma-vr 8:00-17:00', department: false },
	}],
	'POST reports': (body) => {
		const known = state.reports.get(body.id);
		if (known) return [200, { ...known, follow: null }];
		state.n += 1;
		const reply = { id: body.id, receipt: `K7QD-4M2X${state.n}-0`, follow: 'HK42WM', state: 'kiosk', urgency: 'normal', t: Date.now() };
		state.reports.set(body.id, reply);
		console.log(JSON.stringify(body));
		return [201, reply];
	},
	'POST cases': (body) => {
		if (body.code !== 'HK42WM') return problem(404, 'not_found', 'code');
		return [200, {
			receipt: body.receipt, state: 'office', may_complain: true, answered: null, t: Date.now(),
			case: { state: 'done', party: 'Zonzeker', ask: true, contact: { name: 'Zonzeker', phone: '088 123 45 67', hours: 'ma-vr 8:00-17:00' } },
		}];
	},
	'POST cases/answer': (body) => [201, { id: body.id, state: 'kiosk', t: Date.now() }],
	'GET status': () => [200, {
		queue: { pending: 3, bytes: 2114, oldest_s: 840, dead: 0 },
		sync: { online: false, last_contact: Date.now() - 840_000, last_error: 'no_answer', attempts: 4 },
		disk_free: 12_400_000_000, versions: { program: '0.1.0', site: 'dev', catalogue: '2026.11.1', schema: 1 },
		device: { id: 'dev', prefix: 'K7QD', state: 'active' }, marks: {}, enrolled: true,
	}],
};

function answerApi(request, response, url, text) {
	const name = url.pathname.split('/api/v1/')[1];
	if (name.startsWith('alarms/')) return reply(response, 201, { id: 'alarm' });
	const handler = API[`${request.method} ${name}`];
	const [status, data] = handler ? handler(text ? JSON.parse(text) : null, url.searchParams) : problem(404, 'not_found');
	return reply(response, status, data);
}

function reply(response, status, data) {
	response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
	response.end(data === null ? '' : JSON.stringify(data));
}

function answerPage(response, url) {
	const name = url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname;
	const path = join(folder, name);
	if (!path.startsWith(folder) || !existsSync(path)) {
		response.writeHead(404, { 'content-type': 'text/plain' });
		return response.end('404');
	}
	response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
	return response.end(readFileSync(path));
}

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	let text = '';
	request.on('data', (part) => {
		text += part;
	});
	request.on('end', () => (url.pathname.startsWith('/api/v1/')
		? answerApi(request, response, url, text) : answerPage(response, url)));
});
server.listen(Number(port), '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
