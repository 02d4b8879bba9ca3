/* A whole installation for browser tests: central with invented data and one enrolled kiosk, built
 * from BUILD_DIR, each in a folder of its own that is gone afterwards.
 *
 *   const stack = await startStack();
 *   stack.central, stack.kiosk    addresses, ending in "/"
 *   stack.login, stack.logins     {name, password} of the leader; of everybody, by name
 *   stack.office('stats')         run a command of central on that installation; what it printed
 *   stack.sql('INSERT …')         change central's database, while it is stopped
 *   stack.lobby                   data folder of the kiosk
 *   stack.tenants                 [{number, code}] who can sign in at this kiosk
 *   await stack.stopCentral(), startCentral(), stopKiosk(), startKiosk(), close()
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = process.env.BUILD_DIR ?? fileURLToPath(new URL('../../build/', import.meta.url));
const READY = 120_000; /* ms a program may take until it serves */
const FRESH = 3_600_000; /* ms: what the demo invents counts from when it was made */

/** The browser of all tests: Chromium without a window of its own costs half the processor time of the whole one. */
export const BROWSER = process.env.CHROMIUM ??
	['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** ms a browser waits for what is to come: far beyond what a slow machine takes, for nothing is measured here. */
export const PATIENCE = 120_000;

/** @param {string} program @param {string[]} args @returns {string} what it printed */
function run(program, args) {
	return execFileSync(join(BUILD, program), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @param {string} program @param {string[]} args @returns {Promise<{url: string, stop: () => Promise<void>}>} */
function serve(program, args) {
	const child = spawn(join(BUILD, program), args, { stdio: ['ignore', 'pipe', 'pipe'] });
	const gone = new Promise((resolve) => child.once('exit', resolve));
	let log = '';
	child.stderr.on('data', (part) => { log = (log + part).slice(-4000); });
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`${program} is not ready: ${log}`)), READY);
		child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${log}`)));
		child.stdout.on('data', (part) => {
			const ready = /^ready (\S+)/m.exec(String(part));
			if (!ready) return;
			clearTimeout(timer);
			resolve({
				url: `${ready[1].replace(/\/$/, '')}/`,
				stop: async () => {
					child.kill('SIGTERM');
					await gone;
				},
			});
		});
	});
}

/** @param {string} path @returns {string[][]} words of each line; none without the file */
function words(path) {
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => line.trim().split(/[\s,]+/));
}

/** Wait until a question is answered with true. @param {() => Promise<boolean>} ask @param {string} what */
export async function until(ask, what, patience = PATIENCE) {
	const end = Date.now() + patience;
	while (!(await ask().catch(() => false))) {
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** A device of central's, enrolled in a folder. @param {string} folder @param {string} office @param {string} url @param {string} [complexes] */
function enrol(folder, office, url, complexes) {
	const code = run('portiek-central', ['device', 'add', '--data', office, '--quiet', '--name', 'Testzuil',
		'--place', 'Hal Lindenhof', ...(complexes ? ['--complex', complexes] : [])]).trim();
	run('portiek-kiosk', ['enrol', '--data', folder, '--central', url, '--code', code]);
}

/** Central with invented data, copied from one that was made once: making it costs as much as a test does.
 * @param {string} office @returns {string} what the making printed */
function demoOffice(office) {
	const tests = join(BUILD, 'tests');
	const template = join(tests, 'browser-template');
	const told = join(template, 'told');
	const made = existsSync(told) ? statSync(told).mtimeMs : 0;
	const built = ['portiek-central', 'share/staff.sqlar'].map((name) => statSync(join(BUILD, name)).mtimeMs); /* and with it the site's pages */
	if (made < Math.max(...built, Date.now() - FRESH)) {
		mkdirSync(tests, { recursive: true });
		rmSync(template, { recursive: true, force: true });
		const fresh = mkdtempSync(join(tests, 'browser-template-'));
		writeFileSync(join(fresh, 'told'), run('portiek-central', ['init', '--demo', '--data', join(fresh, 'central')]));
		try {
			renameSync(fresh, template);
		} catch { /* another file made one meanwhile */
			rmSync(fresh, { recursive: true, force: true });
		}
	}
	cpSync(join(template, 'central'), office, { recursive: true });
	return readFileSync(told, 'utf8');
}

/* Bound, not listening: whoever asks for these ports by number gets them, and nobody else is given one while a daemon is down. */
const HOLD = `import socket, sys
held = [socket.socket(), socket.socket()]
for one in held:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held), flush=True)
sys.stdin.read()`;

/** Two addresses for as long as this process lives. @returns {Promise<{ addresses: string[], letGo: () => void }>} */
function holdPorts() {
	const child = spawn('/usr/bin/python3', ['-c', HOLD], { stdio: ['pipe', 'pipe', 'inherit'] });
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`no ports are held: ${code}`)));
		let line = '';
		child.stdout.on('data', (part) => { /* it may come in pieces */
			line += part;
			if (!line.endsWith('\n')) return;
			resolve({ addresses: line.trim().split(' ').map((port) => `127.0.0.1:${port}`), letGo: () => child.stdin.end() });
		});
	});
}

/** Central and a kiosk, ready: the homes have reached the lobby. What was begun ends again when it does not get there. */
export async function startStack() {
	const { addresses: [centralAt, kioskAt], letGo } = await holdPorts();
	const folder = mkdtempSync(join(tmpdir(), 'portiek-browser-'));
	const office = join(folder, 'central');
	const lobby = join(folder, 'kiosk');
	/** @type {Record<string, { url: string, stop: () => Promise<void> }>} */
	const running = {};
	const startCentral = async () => { running.central = await serve('portiek-central', ['serve', '--data', office, '--listen', centralAt]); };
	const startKiosk = async () => {
		running.kiosk = await serve('portiek-kiosk', ['serve', '--data', lobby, '--listen', kioskAt, '--central', `http://${centralAt}`]);
	};
	const close = async () => {
		await Promise.allSettled(Object.values(running).map((one) => one.stop()));
		letGo();
		rmSync(folder, { recursive: true, force: true });
	};
	const kioskUrl = `http://${kioskAt}/`;
	const begin = async () => {
		const complexes = /^complexes (\S+)/m.exec(demoOffice(office))?.[1];
		await startCentral();
		enrol(lobby, office, `http://${centralAt}`, complexes);
		await startKiosk();
		await until(async () => (await fetch(`${kioskUrl}readyz`)).ok, 'the kiosk to have its site');
		await until(async () => {
			const reply = await (await fetch(`${kioskUrl}api/v1/dwellings?street=l&number=1`)).json();
			return reply.dwellings.length > 0;
		}, 'the homes to reach the kiosk');
	};
	await begin().catch(async (error) => {
		await close();
		throw error;
	});
	const logins = Object.fromEntries(words(join(office, 'logins')).map(([name, password]) => [name, { name, password }]));
	return {
		central: `http://${centralAt}/`,
		kiosk: kioskUrl,
		lobby,
		logins,
		login: logins.leider ?? Object.values(logins)[0],
		tenants: words(join(office, 'demo-tenants')).map(([, number, code]) => ({ number, code })),
		office: (/** @type {string[]} */ ...args) => run('portiek-central', [...args, '--data', office]),
		sql: (/** @type {string} */ text) => execFileSync('sqlite3', [join(office, 'portiek.db'), text], { encoding: 'utf8' }),
		stopCentral: () => running.central.stop(),
		startCentral,
		stopKiosk: () => running.kiosk.stop(),
		startKiosk,
		close,
	};
}
