/* A make-believe central to design against: the API of the office app with invented Dutch cases, a
 * live line, alarms, and a way to make things go wrong. No part of the product.
 *
 *   node web/staff/dev.mjs [PORT]       builds, then serves; any name and password log in
 *   GET /dev/new      a new urgent case arrives        GET /dev/alarm   somebody taps "gaslucht"
 *   GET /dev/down     central stops answering for 30 s GET /dev/slow    every answer takes 2 s
 *   GET /dev/empty    no cases at all                  GET /dev/expire  the log-in ends
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { buildStaff } from './build.mjs';
import { makeCase, makeWorld } from './sample.mjs';

const dist = mkdtempSync(join(tmpdir(), 'portiek-office-'));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** @param {number} port @returns {Promise<{ url: string, world: any, tell: () => void, close: () => void }>} */
export async function serveSample(port = 0) {
	await buildStaff({ out: dist });
	const world = makeWorld(Date.now());
	/** @type {Set<import('node:stream').Duplex>} */
	const sockets = new Set();
	const tell = () => {
		const text = JSON.stringify({ newer: world.newest, alarms: world.alarms.filter((a) => !a.accepted).length });
		for (const socket of sockets) socket.write(Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]));
	};
	const server = createServer((req, res) => void answer(req, res, world, tell, sockets).catch((error) => {
		res.writeHead(500).end(String(error));
	}));
	server.on('upgrade', (req, socket) => {
		if (world.down > Date.now() || !loggedIn(req, world)) return socket.destroy();
		const key = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
		socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
		sockets.add(socket);
		for (const end of ['close', 'error', 'end']) socket.on(end, () => { sockets.delete(socket); socket.destroy(); });
		socket.resume();
	});
	await new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined)));
	const address = /** @type {import('node:net').AddressInfo} */ (server.address());
	return { url: `http://127.0.0.1:${address.port}/`, world, tell, close: () => { server.close(); server.closeAllConnections(); for (const s of sockets) s.destroy(); } };
}

const ME = { name: 'Samira El Amrani', role: 'phone', csrf: 'x' };

/** @param {import('node:http').IncomingMessage} req @param {any} world */
function loggedIn(req, world) {
	return world.sessions.has(/portiek_staff=(\w+)/.exec(req.headers.cookie ?? '')?.[1]);
}

/** @param {import('node:http').IncomingMessage} req @param {import('node:http').ServerResponse} res @param {any} world @param {() => void} tell @param {Set<any>} sockets */
async function answer(req, res, world, tell, sockets) {
	const url = new URL(req.url ?? '/', 'http://x');
	const json = (/** @type {number} */ status, /** @type {unknown} */ data) => {
		res.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', 'cache-control': 'no-store' });
		res.end(JSON.stringify(data));
	};
	const refuse = (/** @type {number} */ status, /** @type {string} */ code, detail = '') => json(status, { type: 'about:blank', title: code, status, code, detail });
	if (url.pathname.startsWith('/dev/')) return json(200, tricks(url.pathname.slice(5), world, tell, sockets));
	if (world.down > Date.now()) return req.destroy();
	if (world.slow) await new Promise((done) => setTimeout(done, 2000));
	if (url.pathname.startsWith('/api/v1/')) return api(req, res, url, world, json, refuse, tell);
	if (url.pathname === '/melden/api/v1/kiosk') return json(200, { corporation: { name: 'Woonstichting De Linde' } });
	if (url.pathname.startsWith('/melden/')) {
		res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
		return res.end('<!doctype html><html lang="nl"><title>Melden</title><h1>Melden</h1>');
	}
	const path = normalize(url.pathname === '/' ? 'index.html' : url.pathname.slice(1));
	const file = path.startsWith('..') ? null : await readFile(join(dist, path)).catch(() => null);
	if (!file) return refuse(404, 'not_found');
	const type = /** @type {Record<string, string>} */ (TYPES)[extname(path)] ?? 'application/octet-stream';
	res.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
	res.end(file);
}

/** @param {string} trick @param {any} world @param {() => void} tell @param {Set<any>} sockets */
function tricks(trick, world, tell, sockets) {
	if (trick === 'new') world.cases.unshift(makeCase(world, ++world.newest, { urgency: 'urgent', age: 0.01 }));
	if (trick === 'alarm') world.alarms.unshift({ id: world.alarms.length + 1, sign: 'GAS', label: 'Gaslucht', place: 'Zuil Lindehof, Lindestraat 2', device: 'd1', captured: Date.now(), accepted: false });
	if (trick === 'empty') world.cases = [];
	if (trick === 'slow') world.slow = !world.slow;
	if (trick === 'expire') world.sessions.clear();
	if (trick === 'down') world.down = Date.now() + 30_000;
	if (trick === 'up') world.down = 0;
	if (trick === 'down' || trick === 'expire') for (const socket of sockets) socket.destroy();
	tell();
	return { trick };
}

const VIEWS = /** @type {Record<string, (c: any, now: number) => boolean>} */ ({
	late: (c, now) => c.due && c.due < now, urgent: (c) => ['urgent', 'emergency'].includes(c.urgency), new: (c) => c.unread,
	mine: (c) => c.owner === 'Samira El Amrani', all: () => true, exceptions: (c) => !c.party,
});

/** @param {any} req @param {any} res @param {URL} url @param {any} world @param {any} json @param {any} refuse @param {() => void} tell */
async function api(req, res, url, world, json, refuse, tell) {
	const path = url.pathname.slice('/api/v1/'.length);
	let text = '';
	for await (const part of req) text += part;
	const body = text ? JSON.parse(text) : {};
	if (path === 'login') {
		if (body.password === 'fout') return refuse(401, 'wrong_credentials');
		const token = randomUUID().replaceAll('-', '');
		world.sessions.add(token);
		res.setHeader('set-cookie', `portiek_staff=${token}; HttpOnly; SameSite=Strict; Path=/`);
		return json(200, ME);
	}
	if (!loggedIn(req, world)) return refuse(401, 'login_required');
	if (req.method !== 'GET' && req.headers['portiek-csrf'] !== 'x') return refuse(403, 'csrf');
	const now = Date.now();
	const [head, id, act] = path.split('/');
	if (path === 'me') return json(200, ME);
	if (path === 'logout') { world.sessions.delete(/portiek_staff=(\w+)/.exec(req.headers.cookie ?? '')?.[1]); return json(200, {}); }
	if (path === 'views') return json(200, { views: viewCounts(world, now) });
	if (path === 'cases') return json(200, caseList(url, world, now));
	if (head === 'cases') return oneCase(world, Number(id), act, body, json, refuse);
	if (path === 'exceptions') return json(200, { cases: world.cases.filter((/** @type {any} */ c) => !c.party).map((/** @type {any} */ c) => ({ ...c, address: c.address.label, report: undefined })) });
	if (path === 'quarantine') return json(200, { items: world.quarantine });
	if (path === 'reception') return json(200, { items: world.reception });
	if (path === 'outgoing') return json(200, { outgoing: world.outgoing(), mail_server: false });
	if (path === 'calls') return json(200, { calls: world.calls() });
	if (path === 'parties') return json(200, { parties: world.parties });
	if (path === 'dwellings') return json(200, { dwellings: findDwellings(world, url.searchParams.get('q') ?? '') });
	if (head === 'dwellings') {
		const found = world.cases.find((/** @type {any} */ c) => c.address.key === decodeURIComponent(id ?? ''));
		return found ? json(200, homeOf(found)) : refuse(404, 'not_found');
	}
	if (path === 'register/faults') return json(200, FAULTS);
	if (head === 'register') return json(200, id === 'parties' ? PARTY : {});
	if (path === 'devices') return json(200, { devices: world.devices });
	if (path === 'alarms') return json(200, { alarms: world.alarms });
	if (head === 'alarms' && act === 'accept') return acceptAlarm(world, id, json, refuse, tell);
	if (head === 'calls') return closeCall(world, id, body, json, refuse, tell);
	return refuse(404, 'not_found');
}

/** @param {any} world @param {number} now */
function viewCounts(world, now) {
	const counts = Object.entries(VIEWS).map(([key, keep]) => ({ key, label: key, count: world.cases.filter((/** @type {any} */ c) => keep(c, now)).length }));
	return [...counts, { key: 'quarantine', count: world.quarantine.length },
		{ key: 'reception', count: world.reception.length, overdue: world.reception.filter((/** @type {any} */ r) => r.told).length }, { key: 'alarms', count: world.alarms.filter((/** @type {any} */ a) => !a.accepted).length },
		{ key: 'calls', count: world.calls().length }];
}

/** @param {URL} url @param {any} world @param {number} now */
function caseList(url, world, now) {
	const keep = VIEWS[url.searchParams.get('view') ?? ''] ?? (() => true);
	const q = (url.searchParams.get('q') ?? '').toLowerCase();
	const rows = world.cases.filter((/** @type {any} */ c) => keep(c, now) && (!q || `${c.subject} ${c.address.label} ${c.receipt} ${c.nr}`.toLowerCase().includes(q)));
	return { cases: rows.slice(0, 100).map((/** @type {any} */ c) => ({ ...c, address: c.address.label, report: undefined, due_reason: undefined })), more: rows.length > 100, newest: world.newest };
}

const REFER = { found: true, why: 'contract', reason: 'Contract NOM-2024-01 voor monitoring geldt tot en met 1 januari 2034.', as: 'provider', role: 'monitoring', role_label: 'monitoring', key: 'zonnewarm', name: 'Zonnewarm Energie', contact: 'Helpdesk monitoring', phone: '0101234567', mail: 'service@zonnewarm.voorbeeld.nl', hours: 'ma-vr 8-17 uur', channels: 'phone mail', number: 'NOM-2024-01', sla: 'Antwoord binnen 1 werkdag.', first_contact: 'party', valid_until: '2034-01-01' };
const PUMP = { ...REFER, found: false, why: 'contact_empty', reason: 'Van Pompfabriek NL ontbreken telefoon en mail.', as: 'supplier', key: 'pomp', name: 'Pompfabriek NL', contact: '', phone: '', mail: '', hours: '' };

/** @param {any} c a case of the sample */
function homeOf(c) {
	const a = c.address;
	return { ...a, provider: a.nom ? REFER : null, supplier: a.nom ? PUMP : null, refer: a.nom ? REFER : { ...REFER, found: false, why: 'not_named', reason: 'Dit adres heeft geen aanbieder of toeleverancier in het register.', name: '', phone: '' },
		tenants: [c.contact], open_cases: 1, referral: null, answers: a.nom ? [REFER, { ...PUMP, role: 'heat_pump', role_label: 'warmtepomp' }] : [], units: [], cases: [{ ...c, address: a.label }] };
}

/** @param {any} world @param {string} q */
function findDwellings(world, q) {
	const words = q.toLowerCase().split(/\s+/);
	return world.cases.filter((/** @type {any} */ c) => words.every((w) => c.address.label.toLowerCase().includes(w))).slice(0, 12).map(homeOf);
}

const FAULTS = { faults: [{ code: 'contact_empty', what: 'Telefoon en mail ontbreken', todo: 'Vul telefoon of mail in.', party: 'pomp', party_label: 'Pompfabriek NL', role: 'heat_pump', role_label: 'warmtepomp', dwelling: '', address: '', rule: '', date: '' }], count: 1, more: false, next: '' };
const PARTY = { key: 'pomp', name: 'Pompfabriek NL', kind: 'supplier', today: '2026-11-25', contracts: [{ number: 'WP-1', role: 'heat_pump', role_label: 'warmtepomp', sla: 'Binnen 24 uur.', first_contact: 'party', valid_from: '2024-01-01', valid_until: '', follows: false }],
	contacts: [{ role: 'heat_pump', role_label: 'warmtepomp', name: '', phone: '', mail: '', hours: '', channels: 'phone mail', order: 1, valid_from: '', valid_until: '', follows: true }], roles: [{ key: 'heat_pump', label: 'warmtepomp' }, { key: 'general', label: 'alles' }] };

/** @param {any} world @param {number} nr @param {string|undefined} act @param {any} body @param {any} json @param {any} refuse */
function oneCase(world, nr, act, body, json, refuse) {
	const found = world.cases.find((/** @type {any} */ c) => c.nr === nr);
	if (!found) return refuse(404, 'not_found');
	if (act === 'seen' && found.state === 'new') Object.assign(found, { unread: false, state: 'seen' });
	if (act === 'assign') Object.assign(found, { unread: false, state: 'seen', party: body.party, route: { ...found.route, party: body.party, party_label: world.parties.find((/** @type {any} */ p) => p.key === body.party)?.name } });
	return json(200, found);
}

/** @param {any} world @param {any} id @param {any} json @param {any} refuse @param {() => void} tell */
function acceptAlarm(world, id, json, refuse, tell) {
	const alarm = world.alarms.find((/** @type {any} */ a) => String(a.id) === id);
	if (!alarm) return refuse(404, 'not_found');
	if (alarm.accepted) return refuse(409, 'conflict', `${alarm.accepted_by} heeft deze al aangenomen.`);
	Object.assign(alarm, { accepted: true, accepted_t: Date.now(), accepted_by: ME.name });
	tell();
	return json(200, alarm);
}

/** @param {any} world @param {any} id @param {any} body @param {any} json @param {any} refuse @param {() => void} tell */
function closeCall(world, id, body, json, refuse, tell) {
	const found = world.cases.find((/** @type {any} */ c) => String(c.confirmation?.id) === id && c.confirmation.kind === 'call');
	if (!found) return refuse(404, 'not_found');
	if (found.confirmation.state === 'reached') return refuse(409, 'conflict');
	found.confirmation.state = body.result;
	found.confirmation.attempts += 1;
	found.confirmation.done = Date.now();
	found.events.push({ n: found.events.length + 1, t: Date.now(), who: ME.name, what: 'called', text: 'Gebeld', detail: { reached: body.result === 'reached', note: body.note } });
	tell();
	return json(200, {});
}

if (process.argv[1]?.endsWith('dev.mjs')) {
	const served = await serveSample(Number(process.argv[2] ?? 8090));
	console.log(`ready ${served.url}`);
}
